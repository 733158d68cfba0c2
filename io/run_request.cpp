#include "io/run_request.hpp"

#include <utility>

#include "engine/analysis/moment_run.hpp"
#include "engine/ensemble/scheme_names.hpp"
#include "engine/random/stream_key.hpp"
#include "io/result/describe_experiment.hpp"

namespace dosde {

Provenance name_origin(const ReadScenario& read, const std::string& command_line) {
  Provenance provenance;
  provenance.scenario_text = read.text;
  provenance.scenario_resolved = read.resolved;
  provenance.command_line = command_line;
  provenance.noise_version = noise_version;
  return provenance;
}

ResultFileRequest make_result_request(const CompiledRun& run, const ReadScenario& read,
                                      const std::string& command_line) {
  Provenance provenance = name_origin(read, command_line);
  provenance.scheme = scheme_names(run);
  provenance.scheme_reason = scheme_reasons(run);
  ResultFileRequest request = describe_result_file(run.experiment, run.shape, std::move(provenance));
  request.inputs = read.files;
  request.is_law = asks_for_moments(run.experiment);
  return request;
}

}  // namespace dosde
