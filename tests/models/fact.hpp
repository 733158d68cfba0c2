#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "engine/expression/expression.hpp"

namespace dosde {

/// Something known of a model: in a scenario, the average of a formula is a number.
struct Fact {
  std::string scenario;
  Expression expect;                ///< formula of variables and parameters, averaged over saved times and trajectories
  std::optional<Expression> times;  ///< a second formula, read `lag` later and multiplied with the first
  double lag = 0.0;                 ///< model time
  double equals = 0.0;
  double within = 0.0;  ///< what an approximation may be off by, besides chance
  std::string why;
};

/// A facts file: the scenario file that it starts with, and the [[fact]] tables that follow (models/README.md).
struct FactFile {
  Experiment experiment;
  std::vector<Fact> facts;
};

/// Reads models/facts/<model>.toml. Nothing where there is no such file; throws Error where it is not well-formed.
std::optional<FactFile> read_facts(const std::string& model);

/// The formula with `h` replaced by the step, and the value of a formula of uniform parameters and `h`.
Expression with_step(const Expression& formula, const Experiment& experiment);
double value_of(const Expression& formula, const Experiment& experiment);

}  // namespace dosde
