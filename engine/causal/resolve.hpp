#pragma once

#include <vector>

#include "engine/causal/model.hpp"

namespace dosde {

/// The formula with every input's name replaced by its table's value at `t`.
Expression resolve_inputs(const Expression& formula, const std::vector<Table>& inputs);

}  // namespace dosde
