#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// The formula with uniform parameter values put in: computed, it has the bits that it had.
Expression bind_values(const Expression& formula, const std::map<std::string, double>& parameters);
/// The formula with uniform parameter values put in and simplified as if everything were finite: for questions of
/// structure, and for what is evaluated at finite states only.
Expression with_values(const Expression& formula, const std::map<std::string, double>& parameters);
/// The same of drifts, loadings and clamps.
MechanismSet with_values(MechanismSet mechanisms, const std::map<std::string, double>& parameters);

/// The names that a formula really depends on: those that occur, except where replacing the name by another provably
/// changes nothing (x - x, 0*x). Unlike a vanishing derivative this sees the dependence of where(x > 0, 1, 2) on x.
/// What cannot be decided counts as dependence.
std::set<std::string> dependencies_of(const Expression& formula);

/// One loading that is not proven zero, parameter values put in.
struct PresentLoading {
  std::string source;
  Expression loading;
  std::set<std::string> depends_on;  ///< all names
};

/// The loadings of a row that are not proven zero.
std::vector<PresentLoading> present_loadings(const Mechanism& row, const std::map<std::string, double>& parameters);

}  // namespace dosde
