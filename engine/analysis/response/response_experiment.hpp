#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/analysis/response/response.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Save times of a response: those of the horizons and those of the long run.
struct ResponseTimes {
  std::vector<double> saves;          ///< increasing
  std::vector<std::size_t> horizons;  ///< positions on `saves`
  std::size_t long_run = 0;           ///< `saves` from here on are the long run
};

/// Throws Error (usage) where a horizon is no save time of the experiment, or fewer than four are in the long run.
ResponseTimes choose_times(const Experiment& experiment, const ResponseRequest& request);

/// The one scenario that is the reference, all variables saved, nothing else. Throws Error (usage, scenario) where the
/// experiment has no response: see estimate_response.
Experiment reference_experiment(const Experiment& experiment, const ResponseRequest& request,
                                const ResponseTimes& times);

/// A partial derivative of a mechanism of the reference's last regime: an observable of its run.
struct DirectEffect {
  std::size_t child = 0;
  std::size_t parent = 0;
  std::int64_t source = -1;  ///< position among the run's sources; -1: of the drift
  Expression derivative;
};

/// All that are not proven to be zero. `reference`: compiled.
std::vector<DirectEffect> direct_effects(const CompiledRun& reference);

/// Positions of the variables that the reference itself does not clamp.
std::vector<std::size_t> free_variables(const Experiment& reference);

/// Which scenarios are compared: [contrast] scenario and the one that it is compared with.
struct ResponseScenarios {
  Experiment experiment;
  std::vector<std::size_t> scenario;
  std::vector<std::size_t> reference;
};

/// The scenarios of all interventions; `value` and `size` as in Response.
ResponseScenarios intervene(const Experiment& reference, ResponseKind kind, const std::vector<std::size_t>& intervened,
                            const std::vector<double>& value, const std::vector<double>& size);

}  // namespace dosde
