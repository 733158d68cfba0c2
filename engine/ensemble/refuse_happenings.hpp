#pragma once

#include <string>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Refuses what is known of diffusions only, where the model jumps or waits for conditions. `what`: a sentence's
/// subject, "the moment equations". Throws Error (scenario).
void refuse_happenings(const CompiledRun& run, const std::string& what);

}  // namespace dosde
