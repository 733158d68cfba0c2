#include "cli/messages.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

namespace dosde {

void require_written_output() {
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
    throw Error(ErrorKind::input_output, "standard output did not take everything", std::strerror(errno),
                "see where it leads: a full disk, or a program that ended");
}

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return ExitCode::usage;
    case ErrorKind::scenario:
      return ExitCode::scenario_invalid;
    case ErrorKind::input_output:
      return ExitCode::input_output;
    case ErrorKind::internal:
      break;
  }
  return ExitCode::internal_error;
}

nlohmann::ordered_json to_json(const Diagnostic& diagnostic) {
  return {{"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
          {"code", diagnostic.code},
          {"file", diagnostic.location.file},
          {"line", diagnostic.location.line},
          {"column", diagnostic.location.column},
          {"problem", diagnostic.problem},
          {"why", diagnostic.why},
          {"suggestion", diagnostic.suggestion},
          {"excerpt", diagnostic.excerpt}};
}

ExitCode report_error(const Error& error, const Application& application) {
  const ExitCode code = exit_code_of(error.kind());
  if (!application.session.is_first()) return code;
  if (application.wants_json) {
    nlohmann::ordered_json errors = nlohmann::ordered_json::array();
    for (const auto& diagnostic : error.diagnostics()) errors.push_back(to_json(diagnostic));
    print_json({{"exit_code", static_cast<int>(code)}, {"errors", errors}});
    return code;
  }
  for (const auto& diagnostic : error.diagnostics()) fmt::print(stderr, "{}\n", format_diagnostic(diagnostic));
  if (error.kind() == ErrorKind::scenario)
    fmt::print(stderr, "{} error{}; nothing was run.\n", error.diagnostics().size(),
               error.diagnostics().size() == 1 ? "" : "s");
  return code;
}

void report_warnings(const std::vector<Diagnostic>& warnings, const Application& application) {
  for (const auto& warning : warnings) say(application, format_diagnostic(warning));
}

void say(const Application& application, const std::string& line) {
  if (application.session.is_first() && !application.is_quiet) fmt::print(stderr, "{}\n", line);
}

nlohmann::ordered_json json_number(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

void print_json(const nlohmann::ordered_json& json) { fmt::print("{}\n", json.dump(2)); }

}  // namespace dosde
