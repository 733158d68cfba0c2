#pragma once

#include <map>
#include <vector>

#include "engine/causal/measurement.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/read_interventions.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// The measurements of a file by the table of their scenario.
using ReadMeasurements = std::map<const Value*, std::vector<Measurement>>;

/// Reads [[scenario.measurement]] of all scenarios. Complains of names that the model has already, or that a scenario
/// has twice, and of delays of too many periods.
ReadMeasurements read_measurements(const Value* scenarios, const Model& model, Findings& findings);

/// Appends to every scenario what samples its measurements. Complains of interventions that name a measurement of
/// another scenario.
void add_sampling(const ReadMeasurements& measurements, const TimeGrid& grid, std::vector<ScenarioReading>& scenarios,
                  Findings& findings);

}  // namespace dosde
