#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "cli/stationary_source.hpp"

namespace dosde {

/// One scenario's window and what it tells.
struct StationaryReport {
  StationaryWindow window;
  StationarityEvidence evidence;
  std::vector<StepBias> halved;  ///< by column; empty: not asked for
};

void print_stationary(const StationaryReport& report);
nlohmann::ordered_json to_json(const StationaryReport& report);

/// What speaks against stationarity, or against the run's length and step; a sentence each. R-hat above 1.01, fewer
/// than 400 effective draws (Vehtari et al. 2021), a Stein identity or a kernel deviation that chance gives in less
/// than 1 % of all cases, lost trajectories, an effect of the step of more than four standard errors.
std::vector<std::string> objections_of(const StationaryReport& report);

}  // namespace dosde
