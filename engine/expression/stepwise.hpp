#pragma once

#include "engine/expression/operation.hpp"

namespace dosde {

/// Does the operation's value jump where its operands move smoothly (comparisons, logic, floor, sign)?
bool is_stepwise(Operation operation);

}  // namespace dosde
