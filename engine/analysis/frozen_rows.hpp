#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The free rows of a regime with numbers for everything but the state and the time: drawn parameters and clamp draws
/// at their medians. For analyses at points of the state space.
struct FrozenRows {
  std::vector<std::string> names;                ///< of the rows' variables
  std::vector<double> start;                     ///< medians of the initial values
  std::vector<Expression> drifts;                ///< of the variables, `t` and tables
  std::vector<std::vector<NoiseTerm>> loadings;  ///< [row] likewise
  std::vector<double> lower;                     ///< reflecting bounds; -infinity: none
  std::vector<double> upper;
};

/// `time`: where the regime is in force; recorded and drawn values may depend on it.
/// `calculus`: the form of their drifts.
FrozenRows freeze_rows(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time,
                       Calculus calculus = Calculus::ito);

/// Does the run's scheme integrate another drift than the Itô one: is it a Stratonovich scheme, and the noise of some
/// row multiplicative?
bool integrates_another_drift(const CompiledRun& run, const MechanismSet& mechanisms);

}  // namespace dosde
