#include <CLI/CLI.hpp>
#include <exception>
#include <string>
#include <system_error>
#include <vector>

#include "cli/application.hpp"
#include "cli/command_line.hpp"
#include "cli/jobs.hpp"
#include "cli/messages.hpp"
#include "engine/core/kokkos.hpp"

namespace {

constexpr const char* description =
    "doSDE: structural causal models with stochastic differential equations, simulated under interventions.";

constexpr const char* footer = R"(Examples:
  dosde new > loop.toml                       a commented scenario to start from
  dosde validate loop.toml                    every mistake at once
  dosde plan loop.toml                        what a run would do and cost
  dosde run loop.toml -o loop.h5              simulate; then open loop.h5 in xarray
  dosde run loop.toml --set ensemble.trajectories=100 --set model.parameters.a=0.7
  dosde run loop.toml -j auto                 on all cores of this machine
  mpirun -n 4 dosde run loop.toml             the same bits, on four ranks
  dosde resume loop.h5                        go on with a run that was stopped or killed
  dosde effects loop.h5                       what the interventions did, with errors and bands
  dosde response loop.toml                    what each variable does to each
  dosde abstract loop.toml                    where thinking in a structural causal model is safe

Exit codes: 0 done, 1 internal error, 2 usage, 3 scenario invalid, 4 input/output, 5 finished with diverged trajectories
or states lost to f32, 6 check or diff found a difference, 75 drained and resumable.)";

std::string join_arguments(int count, char** arguments) {
  std::string text;
  for (int i = 0; i < count; ++i) text += (i == 0 ? "" : " ") + std::string(arguments[i]);
  return text;
}

}  // namespace

int main(int argument_count, char** arguments) {
  using namespace dosde;

  // 1. Our place in the job: MPI only under a launcher.
  const Session session(argument_count, arguments);
  Application application{session, join_arguments(argument_count, arguments), false, false, 0, {}};

  // 2. The command line.
  CLI::App program(description, "dosde");
  program.footer(footer);
  program.set_version_flag("--version", version_text());
  program.require_subcommand(1);
  add_common_options(program, application);
  add_run_command(program, application);
  add_resume_command(program, application);
  add_extend_command(program, application);
  add_validate_command(program, application);
  add_plan_command(program, application);
  add_expand_command(program, application);
  add_stability_command(program, application);
  add_graph_command(program, application);
  add_info_command(program, application);
  add_abduct_command(program, application);
  add_abstract_command(program, application);
  add_check_command(program, application);
  add_diff_command(program, application);
  add_effects_command(program, application);
  add_response_command(program, application);
  add_stationary_command(program, application);
  add_pack_command(program, application);
  add_doctor_command(program, application);
  add_merge_command(program, application);
  add_models_command(program, application);
  add_new_command(program, application);
  add_schema_command(program, application);
  add_slurm_command(program, application);
  try {
    program.parse(argument_count, arguments);
  } catch (const CLI::ParseError& end) {
    const std::vector<std::string> words(arguments + 1, arguments + argument_count);
    return static_cast<int>(answer_early_end(program, end, words, application));
  }

  // 3. The command itself, here or on the ranks that -j starts. Errors are told here, once.
  try {
    if (const auto code = run_jobs(application, argument_count, arguments)) return *code;
    const Kokkos::ScopeGuard kokkos;
    const ExitCode code = application.action();
    require_written_output();
    return static_cast<int>(code);
  } catch (const Error& error) {
    return static_cast<int>(report_error(error, application));
  } catch (const std::bad_alloc&) {
    return static_cast<int>(
        report_error(Error(ErrorKind::input_output, "the memory of this machine does not suffice",
                           "see `dosde plan` for what the run needs", "save fewer times, or fewer variables"),
                     application));
  } catch (const std::system_error& error) {
    return static_cast<int>(
        report_error(Error(ErrorKind::input_output, "the system refused to write or read", error.what()), application));
  } catch (const std::exception& error) {
    return static_cast<int>(report_error(
        Error(ErrorKind::internal, error.what(), "this is a defect of doSDE", "please report it with the scenario"),
        application));
  }
}
