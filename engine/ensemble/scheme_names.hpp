#pragma once

#include <string>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// The scheme of a run; all of them, in the order of the points, where a sweep names several.
std::string scheme_names(const CompiledRun& run);

/// Why each was taken, in sentences.
std::string scheme_reasons(const CompiledRun& run);

}  // namespace dosde
