#pragma once

#include <string>
#include <vector>

#include "engine/core/error.hpp"

namespace dosde {

/// A finding at a place, in the grammar PROBLEM (WHY) SUGGESTION.
Diagnostic make_finding(const Location& location, std::string problem, std::string why = {},
                        std::string suggestion = {});
/// The same as a warning.
Diagnostic make_warning(const Location& location, std::string problem, std::string why = {},
                        std::string suggestion = {});

}  // namespace dosde
