#pragma once

#include "engine/core/error.hpp"

namespace dosde {

/// The exit codes of the program: a public contract that scripts rest on.
enum class ExitCode : int {
  done = 0,
  internal_error = 1,
  usage = 2,
  scenario_invalid = 3,
  input_output = 4,
  diverged = 5,    ///< finished, with failed or diverged trajectories, or states that f32 could not hold
  difference = 6,  ///< check or diff found one
  drained = 75,    ///< stopped on request, resumable
};

/// The exit code of an error.
ExitCode exit_code_of(ErrorKind kind);

}  // namespace dosde
