#pragma once

#include <optional>

#include "io/scenario/read_context.hpp"

namespace dosde {

/// The [model] table with what `use` names filled in: the used model's table, parameters, inputs and initial values
/// overridden by those written beside `use`. Without `use` the table as it is. Complains of models that cannot be found
/// or read, and of overrides of what the model does not have; nothing where there is no model to read.
std::optional<Value> fill_in_used_model(const Value& model, ReadContext& context);

}  // namespace dosde
