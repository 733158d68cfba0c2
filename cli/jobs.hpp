#pragma once

#include <optional>

#include "cli/application.hpp"

namespace dosde {

/// `-j N|auto`: several ranks of this machine.
void add_jobs_option(CLI::App& command, Application& application);

/// Where -j asks for several ranks: starts them with the same command line, waits, and returns their exit code. Nothing
/// where this process is to do the work itself. Throws Error (usage, input_output). Call it before any thread is
/// started.
std::optional<int> run_jobs(const Application& application, int argument_count, char** arguments);

}  // namespace dosde
