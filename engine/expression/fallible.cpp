#include "engine/expression/fallible.hpp"

#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

bool may_fail(const Expression& e) {
  switch (e.operation()) {
    case Operation::divide:
      return !e.operand(1).is_constant() || e.operand(1).is_constant(0.0);
    case Operation::integer_power:
      return e.exponent() < 0;
    case Operation::power:
    case Operation::exp:
    case Operation::log:
    case Operation::log1p:
    case Operation::expm1:
    case Operation::sqrt:
    case Operation::tan:
    case Operation::asin:
    case Operation::acos:
    case Operation::sinh:
    case Operation::cosh:
    case Operation::inverse_normal:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool is_fallible(const Expression& formula) {
  bool found = false;
  visit_operands_first(formula, [&](const Expression& e) { found = found || may_fail(e); });
  return found;
}

}  // namespace dosde
