#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/application.hpp"

namespace dosde {

/// What is said where reading the command line ended early: help, the version, or what is wrong with it, to a person or
/// (where `words`, the command line without the program, ask for --json) to a machine.
ExitCode answer_early_end(const CLI::App& program, const CLI::ParseError& end, const std::vector<std::string>& words,
                          Application& application);

/// Version, commit, compiler and libraries of this program.
std::string version_text();

}  // namespace dosde
