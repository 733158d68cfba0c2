#pragma once

#include "engine/ensemble/experiment.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/section.hpp"

namespace dosde {

/// The [output] table of an experiment whose model, scheme and trajectories are read. `default_file` is the result file
/// where the table names none.
OutputRequest read_output(const Section& output, const Experiment& experiment, const std::string& default_file,
                          Findings& findings);

}  // namespace dosde
