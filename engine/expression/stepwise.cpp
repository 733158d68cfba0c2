#include "engine/expression/stepwise.hpp"

namespace dosde {

bool is_stepwise(Operation operation) {
  switch (operation) {
    case Operation::floor:
    case Operation::sign:
    case Operation::less:
    case Operation::less_equal:
    case Operation::equal:
    case Operation::not_equal:
    case Operation::logical_and:
    case Operation::logical_or:
    case Operation::logical_not:
      return true;
    default:
      return false;
  }
}

}  // namespace dosde
