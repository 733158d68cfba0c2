#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/job_options.hpp"
#include "cli/jobs.hpp"
#include "cli/messages.hpp"
#include "cli/shard_option.hpp"
#include "cluster/partition.hpp"
#include "engine/analysis/moment_run.hpp"
#include "engine/analysis/stiffness_warning.hpp"
#include "engine/ensemble/memory_need.hpp"
#include "engine/ensemble/rate_warnings.hpp"
#include "engine/ensemble/scheme_names.hpp"
#include "engine/ensemble/table_warnings.hpp"
#include "io/abduction/read_noise_file.hpp"
#include "io/result/same_run.hpp"
#include "io/result/write_law_file.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct RunOptions {
  std::string scenario;
  std::string output;
  std::vector<std::string> overrides;
  bool overwrite = false;
  bool resumes = false;
  std::string layout;
  std::string noise;
  std::string shard;
  JobOptions job;
};

/// Where the results go: -o, else what the scenario says, else the scenario's name with .h5.
std::string output_path(const RunOptions& options, const Experiment& experiment) {
  if (!options.output.empty()) return options.output;
  if (!experiment.output.file.empty()) return experiment.output.file;
  return std::filesystem::path(options.scenario).stem().string() + ".h5";
}

void announce(const CompiledRun& run, const std::string& path, const Application& application) {
  say(application, fmt::format("{} scenario{} x {} trajectories x {} steps, scheme {} {} -> {}",
                               run.shape.scenarios.size(), run.shape.scenarios.size() == 1 ? "" : "s",
                               run.shape.trajectories, run.experiment.time.step_count, scheme_names(run),
                               run.noise_class.noise_class == NoiseClass::none
                                   ? std::string("without noise")
                                   : fmt::format("on {} noise", to_string(run.noise_class.noise_class)),
                               path));
  if (application.verbosity > 0) say(application, scheme_reasons(run));
}

/// No trajectories: the equations of mean and covariance, on the first rank. They take seconds, so that there is
/// nothing to resume and nothing to share out.
ExitCode run_moments(const RunOptions& options, const ReadScenario& read, const Application& application) {
  if (!options.shard.empty())
    throw Error(ErrorKind::usage, "--shard for a run of moment equations", "it has no trajectories to share out",
                "leave --shard away");
  if (!application.session.is_first()) return ExitCode::done;
  const MomentRun moments = compile_moments(read.experiment);
  report_warnings(moments.run.warnings, application);
  ResultFileRequest request = make_result_request(moments.run, read, application.command_line);
  const std::string path = output_path(options, read.experiment);
  if (options.resumes && std::filesystem::exists(path)) {
    require_same_run(path, request);
    return ExitCode::done;
  }
  const auto existing = options.overwrite ? ExistingFile::replace : ExistingFile::refuse;
  check_output_place(request, path, existing);
  say(application, fmt::format("{} scenarios, moments of {} variables -> {}", moments.run.shape.scenarios.size(),
                               moments.run.model.variables.size(), path));
  say(application, moments.run.scheme.reason);
  request.law = solve_moments(moments);
  write_law_file(request, path, existing);
  auto code = ExitCode::done;
  for (std::size_t s = 0; s < request.law.ends.size(); ++s) {
    if (request.law.ends[s].status == TrajectoryStatus::done) continue;
    code = ExitCode::diverged;
    fmt::print(stderr, "error: '{}': {}\n", moments.run.shape.scenarios[s], request.law.causes[s]);
  }
  if (application.wants_json)
    print_json({{"file", path},
                {"scenarios", moments.run.shape.scenarios.size()},
                {"exact", moments.is_exact()},
                {"linearised", moments.linearised},
                {"of_gaussian_law", moments.of_gaussian_law},
                {"reason", moments.run.scheme.reason}});
  else
    fmt::print("{}\n", path);
  say(application, fmt::format("done; open it with xarray.open_dataset(\"{}\")", path));
  return code;
}

ExitCode run_scenario(const RunOptions& options, const Application& application) {
  const auto deadline = job_deadline(options.job);
  // 1. Read, validate, compile. Nothing is written before all of this stands.
  std::vector<std::string> overrides = options.overrides;
  if (!options.layout.empty()) overrides.push_back("output.layout=\"" + options.layout + "\"");
  if (!options.noise.empty()) {
    const auto noise = noise_overrides(options.noise);
    overrides.insert(overrides.begin(), noise.begin(), noise.end());  // what --set says comes later, and wins
  }
  const ReadScenario read = read_scenario_file(options.scenario, overrides);
  report_warnings(read.warnings, application);
  if (asks_for_moments(read.experiment)) return run_moments(options, read, application);
  const CompiledRun run = compile_run(read.experiment);
  report_warnings(warn_of_drawn_noise(run), application);
  report_warnings(warn_of_rates(run), application);
  report_warnings(warn_of_tables(run), application);
  require_memory(run);
  ResultFileRequest request = make_result_request(run, read, application.command_line);
  std::string path = output_path(options, read.experiment);
  if (!options.shard.empty()) {
    const Shard shard = parse_shard(options.shard);
    const ListSpan share = share_of_rank(run.shape.unit_count(), shard.number, shard.count);
    request.share = UnitSpan{share.first, share.count};
    path = shard_path(path, shard);
  }
  announce(run, path, application);
  if (application.session.is_first() && !application.is_quiet)
    report_warnings(warn_of_stiffness_at_once(run), application);

  // 2. Run on all ranks, and say what came of it.
  EnsembleJob job{run, request, path};
  if (options.overwrite) job.use = FileUse::replace;
  if (options.resumes) job.use = FileUse::resume_if_exists;
  job.deadline = deadline;
  return carry_out(job, options.job, application);
}

}  // namespace

void add_run_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = program.add_subcommand("run", "Simulate every scenario of a scenario file into one HDF5 file");
  command->footer("Example: dosde run loop.toml -o loop.h5 --set ensemble.trajectories=1000");
  command->add_option("scenario", options->scenario, "Scenario file (TOML)")->required()->type_name("SCENARIO");
  add_output_option(*command, options->output, "Result file; by default what the scenario says, else <scenario>.h5");
  auto* overwrite =
      command->add_flag("--overwrite", options->overwrite, "Replace an existing result file (never another file)");
  command
      ->add_flag("--resume-if-exists", options->resumes,
                 "Go on with an existing result file of the same scenario; for job scripts that are started again")
      ->excludes(overwrite);
  command
      ->add_option("--layout", options->layout,
                   "shared: all ranks write one file; sharded: each writes its own in FILE.shards, and FILE shows them "
                   "as one (for file systems where shared writes fail); the same as --set output.layout=…")
      ->check(CLI::IsMember({"shared", "sharded"}));
  command
      ->add_option("--noise", options->noise,
                   "Meet the noise that `dosde abduct` found, from where its paths start, all its trajectories; short "
                   "for --set noise.file=… --set ensemble.trajectories=…")
      ->type_name("FILE");
  add_shard_option(*command, options->shard);
  add_job_options(*command, options->job);
  add_jobs_option(*command, application);
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return run_scenario(*options, application); };
  });
}

}  // namespace dosde
