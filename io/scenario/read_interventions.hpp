#pragma once

#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// A scenario with the table that it was read from; nullptr where the file has none.
struct ScenarioReading {
  Scenario scenario;
  const Value* table = nullptr;
};

/// The [[scenario]] tables; without any, the one scenario "observed". Interventions with bad keys or formulas are left
/// out.
std::vector<ScenarioReading> read_scenarios(const Value* scenarios, Findings& findings);

/// Builds each scenario's timeline for what it finds wrong (unknown targets and names, windows outside the time span or
/// off the grid, two clamps at one time, cycles of clamps) and shows it at the keys that the findings name. Adopts the
/// warnings too.
void check_timelines(const Model& ito_model, const std::vector<ScenarioReading>& scenarios, const TimeGrid& grid,
                     Findings& findings);

}  // namespace dosde
