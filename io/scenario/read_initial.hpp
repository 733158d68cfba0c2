#pragma once

#include "engine/causal/model.hpp"
#include "io/scenario/read_context.hpp"

namespace dosde {

/// The initial value of a variable: a number, a formula, a law, or { file, time, scenario } for recorded states. 0
/// where it is missing or does not parse.
InitialValue read_initial(const Value* value, const std::string& variable, ReadContext& context);

}  // namespace dosde
