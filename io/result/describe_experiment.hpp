#pragma once

#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "engine/ensemble/run_shape.hpp"
#include "io/result/result_request.hpp"

namespace dosde {

/// The request for the result file of an experiment: units and descriptions of the saved columns, the table of
/// interventions and the output choices are the experiment's; seed, pairing, step and noise cell are filled into the
/// provenance.
ResultFileRequest describe_result_file(const Experiment& experiment, const RunShape& shape, Provenance provenance);

/// The experiment's interventions, one row each (scenario, intervention, target), in file order.
std::vector<InterventionRow> tabulate_interventions(const std::vector<Scenario>& scenarios);

/// Adds the experiment's seed, pairing, step and noise cell.
Provenance with_settings(Provenance provenance, const Experiment& experiment);

}  // namespace dosde
