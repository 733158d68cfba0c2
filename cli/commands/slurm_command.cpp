#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/application.hpp"
#include "cli/messages.hpp"
#include "cluster/slurm/slurm_script.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

namespace filesystem = std::filesystem;

struct SlurmOptions {
  SlurmJob job;
  std::vector<std::string> overrides;
  std::string script;  ///< where the job script goes; empty: standard output
};

void write_script(const std::string& script, const std::string& path) {
  if (filesystem::exists(path))
    throw Error(ErrorKind::input_output, "'" + path + "' exists", "a job script is never written over",
                "remove it, or give -o another name");
  std::ofstream file(path);
  file << script;
  file.close();
  if (!file) throw Error(ErrorKind::input_output, "'" + path + "' could not be written", "", "is its folder writable?");
  filesystem::permissions(path, filesystem::perms::owner_exec | filesystem::perms::group_exec,
                          filesystem::perm_options::add);
}

ExitCode make_script(SlurmOptions options, const Application& application) {
  // 1. A scenario that is wrong is found now, not after a night in the queue.
  const ReadScenario read = read_scenario_file(options.job.scenario, options.overrides);
  report_warnings(read.warnings, application);
  const CompiledRun run = compile_run(read.experiment);

  // 2. What the user left open.
  SlurmJob& job = options.job;
  const std::string stem = filesystem::path(job.scenario).stem().string();
  const std::int64_t limit = slurm_seconds(job.time);
  if (job.lead == 0) job.lead = default_lead(limit);
  if (job.lead >= limit)
    throw Error(ErrorKind::usage, fmt::format("--lead {} leaves nothing of --time {}", job.lead, job.time), "",
                "give less than the time, in seconds");
  if (job.name.empty()) job.name = stem;
  if (job.result.empty()) job.result = read.experiment.output.file.empty() ? stem + ".h5" : read.experiment.output.file;
  job.program = filesystem::read_symlink("/proc/self/exe").string();
  for (const auto& override_text : options.overrides) job.options.insert(job.options.end(), {"--set", override_text});
  const std::int64_t ranks = static_cast<std::int64_t>(job.nodes) * job.tasks_per_node * job.shards;
  if (run.shape.unit_count() < ranks)
    say(application, fmt::format("the run has {} work units: of {} ranks, {} will be idle", run.shape.unit_count(),
                                 ranks, ranks - run.shape.unit_count()));

  // 3. The script.
  const std::string script = slurm_script(job);
  if (!options.script.empty()) write_script(script, options.script);
  if (application.wants_json) {
    print_json({{"file", options.script}, {"script", script}, {"result", job.result}});
    return ExitCode::done;
  }
  fmt::print("{}", options.script.empty() ? script : options.script + "\n");
  if (options.script.empty()) return ExitCode::done;
  say(application, fmt::format("submit it by `sbatch {}` in a folder where {} is found", options.script, job.scenario));
  if (job.shards > 1)
    say(application, fmt::format("when all tasks have ended: dosde merge {} {}.shard-*-of-{}.h5", job.result,
                                 filesystem::path(job.result).replace_extension().string(), job.shards));
  return ExitCode::done;
}

void add_options(CLI::App& command, SlurmOptions& options) {
  SlurmJob& job = options.job;
  command.add_option("scenario", job.scenario, "Scenario file (TOML)")->required()->type_name("SCENARIO");
  command.add_option("--nodes,-N", job.nodes, "Nodes of each job")->capture_default_str()->check(CLI::PositiveNumber);
  command.add_option("--ntasks-per-node", job.tasks_per_node, "Ranks a node: its cores")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  command.add_option("--time,-t", job.time, "Time limit of one round, e.g. 04:00:00")->required()->type_name("TIME");
  command
      .add_option("--lead", job.lead,
                  "Seconds before the limit at which the run stops and queues again; by default 300, or a quarter of a "
                  "shorter limit")
      ->check(CLI::PositiveNumber);
  command.add_option("--array,-a", job.shards, "So many jobs, each with its shard of the trajectories in its own file")
      ->check(CLI::PositiveNumber);
  command.add_option("--restarts", job.restarts, "How often the job may queue itself again")
      ->capture_default_str()
      ->check(CLI::NonNegativeNumber);
  command.add_option("--job-name", job.name, "Name of the job; by default the scenario's");
  command.add_option("--partition,-p", job.partition, "Partition");
  command.add_option("--account,-A", job.account, "Account");
  command.add_option("--qos", job.qos, "Quality of service");
  command.add_option("--mpi", job.mpi, "What srun --mpi takes at your site")->capture_default_str();
  command.add_option("--result", job.result, "Result file; by default what the scenario says, else <scenario>.h5")
      ->type_name("FILE");
  command.add_option("-o,--output", options.script, "Write the script there instead of to standard output")
      ->type_name("FILE");
}

}  // namespace

void add_slurm_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<SlurmOptions>();
  CLI::App* command = program.add_subcommand(
      "slurm",
      "Write a Slurm job script that stops in time, queues itself again and goes on until the run is complete");
  command->footer(
      "Example: dosde slurm loop.toml --nodes 4 --ntasks-per-node 32 --time 04:00:00 -o job.sh && sbatch job.sh");
  add_options(*command, *options);
  add_override_option(*command, options->overrides);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return make_script(*options, application); };
  });
}

}  // namespace dosde
