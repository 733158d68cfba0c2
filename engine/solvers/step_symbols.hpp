#pragma once

#include <string>

#include "engine/expression/expression.hpp"

namespace dosde {

// The internal symbols of a step map. Their colon keeps them apart from every name that a user can write.

/// The length of the step, h.
Expression step_symbol();
/// The time at the start of the step; users write it too.
Expression time_symbol();
/// The Brownian increment of a source over the step, ΔW_k ~ N(0, h).
Expression increment_symbol(const std::string& source);

/// The text of `increment_symbol(source)`: "dW:<source>".
std::string increment_name(const std::string& source);

}  // namespace dosde
