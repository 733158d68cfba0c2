#pragma once

#include <string>
#include <vector>

#include "engine/causal/model.hpp"
#include "io/scenario/read_context.hpp"

namespace dosde {

/// The [model] table (after fill_in_used_model) as a Model, then everything that validate(model) says, at its places in
/// the file. What does not parse is stood in for by 0, so that the rest is read.
Model read_model(const Value& table, ReadContext& context);

}  // namespace dosde
