#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

#include "cli/application.hpp"
#include "cli/job_options.hpp"
#include "cli/jobs.hpp"
#include "cli/messages.hpp"
#include "engine/ensemble/memory_need.hpp"
#include "engine/ensemble/scheme_names.hpp"
#include "io/result/result_file.hpp"
#include "io/run_request.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

struct ResumeOptions {
  std::string path;
  Verification verification = Verification::sample;
  JobOptions job;
};

ExitCode resume_run(const ResumeOptions& options, const Application& application) {
  const auto deadline = job_deadline(options.job);
  // 1. The file says what to run, and how far it is.
  const ResultFile file(options.path);
  const Provenance provenance = file.provenance();
  ReadScenario read = read_scenario_text(provenance.scenario_resolved, options.path);
  read.text = provenance.scenario_text;
  CompiledRun run = compile_run(read.experiment);
  run.shape.unit_size = file.sizes().unit_size;
  require_memory(run);
  ResultFileRequest request = make_result_request(run, read, application.command_line);
  request.provenance.scenario_resolved = provenance.scenario_resolved;
  request.share = ResultFile(options.path).share();
  say(application, fmt::format("resuming {}: {} scenarios x {} trajectories, scheme {}", options.path,
                               run.shape.scenarios.size(), run.shape.trajectories, scheme_names(run)));

  // 2. Compute what is left.
  EnsembleJob job{run, request, options.path};
  job.use = FileUse::resume;
  job.verification = options.verification;
  job.deadline = deadline;
  return carry_out(job, options.job, application);
}

}  // namespace

void add_resume_command(CLI::App& program, Application& application) {
  auto options = std::make_shared<ResumeOptions>();
  CLI::App* command = program.add_subcommand(
      "resume",
      "Go on with a run that was stopped or killed: computes what its result file lacks, on any number of ranks");
  command->footer(
      "Examples: dosde resume loop.h5\n          mpirun -n 8 dosde resume loop.h5 --verify full\n"
      "The file ends as if the run had never stopped, bit for bit, apart from its provenance.");
  command->add_option("file", options->path, "Result file (HDF5)")->required()->type_name("FILE");
  static const std::map<std::string, Verification> names{
      {"full", Verification::full}, {"sample", Verification::sample}, {"none", Verification::none}};
  command
      ->add_option("--verify", options->verification,
                   "Compare finished units with their checksums: all (full), a hundred (sample, the default) or none")
      ->transform(CLI::CheckedTransformer(names))
      ->type_name("full|sample|none");
  add_job_options(*command, options->job);
  add_jobs_option(*command, application);
  add_common_options(*command, application);
  command->callback([options, &application] {
    application.action = [options, &application] { return resume_run(*options, application); };
  });
}

}  // namespace dosde
