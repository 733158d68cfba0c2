#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cluster/session.hpp"

// CLI11 is long, and compiles much of itself wherever it is included: only who adds options includes it.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace dosde {

/// What every command gets: the options of the whole program, this process's place in the job, and a slot for what is
/// to be done once the command line is read.
struct Application {
  const Session& session;
  std::string command_line;
  bool wants_json = false;
  bool is_quiet = false;
  int verbosity = 0;
  std::function<ExitCode()> action;
  std::string jobs = {};  ///< -j as given; empty: this process alone, or those of the launcher
};

// Each command adds its own sub-command, options and help, and puts its work into `Application::action`.
void add_abduct_command(CLI::App& program, Application& application);
void add_abstract_command(CLI::App& program, Application& application);
void add_run_command(CLI::App& program, Application& application);
void add_response_command(CLI::App& program, Application& application);
void add_resume_command(CLI::App& program, Application& application);
void add_extend_command(CLI::App& program, Application& application);
void add_validate_command(CLI::App& program, Application& application);
void add_plan_command(CLI::App& program, Application& application);
void add_expand_command(CLI::App& program, Application& application);
void add_graph_command(CLI::App& program, Application& application);
void add_info_command(CLI::App& program, Application& application);
void add_check_command(CLI::App& program, Application& application);
void add_diff_command(CLI::App& program, Application& application);
void add_effects_command(CLI::App& program, Application& application);
void add_doctor_command(CLI::App& program, Application& application);
void add_pack_command(CLI::App& program, Application& application);
void add_merge_command(CLI::App& program, Application& application);
void add_models_command(CLI::App& program, Application& application);
void add_new_command(CLI::App& program, Application& application);
void add_schema_command(CLI::App& program, Application& application);
void add_slurm_command(CLI::App& program, Application& application);
void add_stability_command(CLI::App& program, Application& application);
void add_stationary_command(CLI::App& program, Application& application);

/// `-o FILE`; the empty name is refused.
CLI::Option* add_output_option(CLI::App& command, std::string& path, const std::string& description);
/// `--set key=value`, repeatable.
void add_override_option(CLI::App& command, std::vector<std::string>& overrides);
/// `--json`, `-q` and `-v` may stand after the command too.
void add_common_options(CLI::App& command, Application& application);

}  // namespace dosde
