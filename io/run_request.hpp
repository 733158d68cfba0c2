#pragma once

#include <string>

#include "engine/ensemble/compiled_run.hpp"
#include "io/result/result_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {

/// Everything that the result file of a run says before its first unit: axes, labels, interventions as a table, and
/// where it all comes from.
ResultFileRequest make_result_request(const CompiledRun& run, const ReadScenario& read,
                                      const std::string& command_line);

/// What a scenario file and a command say of where numbers come from, and the version of the noise.
Provenance name_origin(const ReadScenario& read, const std::string& command_line);

}  // namespace dosde
