#include "cli/command_line.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "engine/core/version.hpp"

namespace dosde {
namespace {

nlohmann::ordered_json version_json() {
  const auto& build = build_information();
  return {{"version", build.version},
          {"git_hash", build.git_hash},
          {"git_dirty", build.git_dirty},
          {"compiler", build.compiler},
          {"flags", build.flags},
          {"kokkos", build.kokkos_version},
          {"kokkos_backends", build.kokkos_backends}};
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

/// The word that stands where a command should, but is none; "" where that is not what is wrong.
std::string unknown_command(const CLI::App& program, const std::vector<std::string>& words) {
  const auto word = std::find_if(words.begin(), words.end(), [](const std::string& w) { return !w.starts_with('-'); });
  if (word == words.end()) return "";
  const auto names = command_names(program);
  return std::find(names.begin(), names.end(), *word) == names.end() ? *word : "";
}

Error no_such_command(const CLI::App& program, const std::string& word) {
  const auto names = command_names(program);
  return {ErrorKind::usage, "there is no command '" + word + "'",
          fmt::format("the commands are {}", fmt::join(names, ", ")), suggest_nearest(word, names, "see dosde --help")};
}

}  // namespace

std::string version_text() {
  const auto& build = build_information();
  return fmt::format("dosde {} ({}{})\ncompiler: {}\nflags: {}\nKokkos {}: {}", build.version,
                     build.git_hash.substr(0, 12), build.git_dirty ? ", with local changes" : "", build.compiler,
                     build.flags, build.kokkos_version, build.kokkos_backends);
}

ExitCode answer_early_end(const CLI::App& program, const CLI::ParseError& end, const std::vector<std::string>& words,
                          Application& application) {
  application.wants_json = std::find(words.begin(), words.end(), "--json") != words.end();
  const bool is_question = end.get_exit_code() == 0;  // --help and --version
  if (!application.session.is_first()) return is_question ? ExitCode::done : ExitCode::usage;
  if (is_question) {
    if (application.wants_json && end.get_name() == "CallForVersion")
      print_json(version_json());
    else
      program.exit(end);
    return ExitCode::done;
  }
  const std::string word = unknown_command(program, words);
  if (!word.empty()) return report_error(no_such_command(program, word), application);
  if (application.wants_json) return report_error(Error(ErrorKind::usage, end.what()), application);
  program.exit(end);
  return ExitCode::usage;
}

}  // namespace dosde
