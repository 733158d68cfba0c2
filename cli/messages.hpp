#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/application.hpp"
#include "engine/core/error.hpp"

namespace dosde {

/// Tells a person (standard error) or a machine (--json: standard output) what went wrong, and returns the exit code.
/// Only the first rank speaks.
ExitCode report_error(const Error& error, const Application& application);

/// Throws where standard output did not take all that was printed: a full disk behind `dosde new > loop.toml`.
void require_written_output();

/// Warnings, on standard error; none with --quiet.
void report_warnings(const std::vector<Diagnostic>& warnings, const Application& application);

/// A line on standard error, unless --quiet; only the first rank speaks.
void say(const Application& application, const std::string& line);

/// One result on standard output.
/// A number, or null: JSON has no NaN and no infinity.
nlohmann::ordered_json json_number(double value);
void print_json(const nlohmann::ordered_json& json);

nlohmann::ordered_json to_json(const Diagnostic& diagnostic);

}  // namespace dosde
