#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/application.hpp"
#include "cli/job_options.hpp"
#include "cli/jobs.hpp"
#include "cli/messages.hpp"
#include "engine/ensemble/memory_need.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_file_sink.hpp"
#include "io/result/stored_units.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct ExtendOptions {
  std::string path;
  std::string output;
  std::string stop;
  std::string trajectories;
  JobOptions job;
};

/// Copies the units that the longer run has in common with the finished one: whole units, of the same times.
std::int64_t copy_common_units(const std::string& from, const std::string& to) {
  StoredUnits stored(from);
  ResultFileSink sink(to);
  const StoredUnits target(to);
  std::int64_t copied = 0;
  for (std::int64_t unit = 0; unit < stored.sizes().units; ++unit) {
    if (stored.range(unit).trajectory_count != target.range(unit).trajectory_count) continue;
    sink.write(stored.read(unit));
    ++copied;
  }
  return copied;
}

ExitCode extend_run(const ExtendOptions& options, const Application& application) {
  const auto deadline = job_deadline(options.job);
  // 1. The file says what was run; the option, what is to be longer.
  const ResultFile file(options.path);
  if (!file.progress().is_complete)
    throw Error(ErrorKind::usage, "'" + options.path + "' is not complete", "only a finished run can be extended",
                "Finish it first: dosde resume " + options.path);
  std::vector<std::string> overrides;
  if (!options.stop.empty()) overrides.push_back("time.stop=" + options.stop);
  if (!options.trajectories.empty()) overrides.push_back("ensemble.trajectories=" + options.trajectories);
  const Provenance provenance = file.provenance();
  ReadScenario read = read_scenario_text(provenance.scenario_resolved, options.path, overrides);
  read.text = provenance.scenario_text;
  CompiledRun run = compile_run(read.experiment);
  const RunShape shape = file.shape();
  if (run.shape.trajectories < shape.trajectories || run.shape.save_times.size() < shape.save_times.size())
    throw Error(ErrorKind::usage, "the extended run would be shorter than the one in '" + options.path + "'", {},
                "Give a later stop or more trajectories.");
  const bool is_sweep = !run.shape.sweep_axes.empty();  // whose units may be others for more trajectories
  const bool has_same_times = run.shape.save_times == shape.save_times && !is_sweep;
  if (has_same_times) run.shape.unit_size = file.sizes().unit_size;  // so that units can be copied
  require_memory(run);

  // 2. Copy what is known, compute the rest.
  const ResultFileRequest request = make_result_request(run, read, application.command_line);
  EnsembleJob job{run, request, options.output};
  job.deadline = deadline;
  if (has_same_times)
    job.prefill = [&](const std::string& target) {
      say(application,
          fmt::format("{} finished units copied from {}", copy_common_units(options.path, target), options.path));
    };
  else
    say(application, std::string(is_sweep ? "a sweep" : "a later stop") +
                         ": every trajectory is computed from its start, with the same noise");
  return carry_out(job, options.job, application);
}

}  // namespace

void add_extend_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<ExtendOptions>();
  CLI::App* command = program.add_subcommand(
      "extend", "A longer version of a finished run, in a new file: a later stop, or more trajectories");
  command->footer(
      "Examples: dosde extend loop.h5 --trajectories 100000 -o more.h5\n          dosde extend loop.h5 --stop 80 -o "
      "longer.h5\nStates and summaries are those of a run that was longer from the start, bit for bit.");
  command->add_option("file", options->path, "Result file of a finished run (HDF5)")->required()->type_name("FILE");
  add_output_option(*command, options->output, "The new result file")->required();
  auto* stop = command->add_option("--stop", options->stop, "The new last time")->type_name("TIME");
  command->add_option("--trajectories", options->trajectories, "The new number of trajectories of each scenario")
      ->type_name("N")
      ->excludes(stop);
  add_job_options(*command, options->job);
  add_jobs_option(*command, application);
  add_common_options(*command, application);
  command->callback([options, &application] {
    if (options->stop.empty() && options->trajectories.empty()) throw CLI::RequiredError("--stop or --trajectories");
    application.action = [options, &application] { return extend_run(*options, application); };
  });
}

}  // namespace dosde
