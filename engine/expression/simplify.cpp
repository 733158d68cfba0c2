#include <cmath>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/expression/apply.hpp"
#include "engine/expression/condition.hpp"
#include "engine/expression/expression_node.hpp"

// Every rule here is exact: for all inputs, NaN and infinities included, the value is kept to the bit, but for the sign
// of a zero. Nothing is reassociated, and nothing assumes a value finite (assume_finite.cpp does).

namespace dosde {
namespace {

using enum Operation;

using Operands = std::vector<Expression>;

Expression make(Operation operation, const Expression& a) { return Expression::make(operation, {a}); }

/// Does the text of the formula begin with a minus that can be moved out: -x, -2, -2*x, -2/x?
bool is_negative(const Expression& e) {
  switch (e.operation()) {
    case constant:
      return e.value() < 0.0;
    case negate:
      return true;
    case multiply:
    case divide:
      return e.operand(0).is_constant() && e.operand(0).value() < 0.0;
    default:
      return false;
  }
}

/// Division by a power of two is multiplication by its reciprocal, bit for bit, if that is a normal number.
bool has_exact_reciprocal(double value) {
  int exponent = 0;
  return std::abs(std::frexp(value, &exponent)) == 0.5 && std::isnormal(1.0 / value);
}

Expression make_negate(const Expression& a) {
  switch (a.operation()) {
    case negate:
      return a.operand(0);
    case subtract:
      return a.operand(1) - a.operand(0);
    case multiply:
    case divide:
      // The minus of a product stands at its constant, where there is one, otherwise in front of the product.
      if (a.operand(0).is_constant()) return Expression::make(a.operation(), {-a.operand(0), a.operand(1)});
      break;
    default:
      break;
  }
  return intern_operation(negate, {a});
}

Expression make_add(const Operands& x) {
  const Expression& a = x[0];
  const Expression& b = x[1];
  if (a.is_constant(0.0)) return b;
  if (a.is_same(b)) return 2.0 * a;
  if (is_negative(b)) return a - (-b);
  if (is_negative(a)) return b - (-a);
  return intern_operation(add, x);
}

Expression make_subtract(const Operands& x) {
  const Expression& a = x[0];
  const Expression& b = x[1];
  if (b.is_constant(0.0)) return a;
  if (a.is_constant(0.0)) return -b;
  if (is_negative(b)) return a + (-b);
  return intern_operation(subtract, x);
}

Expression make_multiply(const Operands& x) {
  const Expression& a = x[0];
  const Expression& b = x[1];
  if (a.is_constant(1.0)) return b;
  if (a.is_constant(-1.0)) return -b;
  if (a.is_same(b)) return Expression::make_integer_power(a, 2);
  if (is_negative(b)) return -(a * (-b));
  if (is_negative(a) && !a.is_constant()) return -((-a) * b);
  return intern_operation(multiply, x);
}

Expression make_divide(const Operands& x) {
  const Expression& a = x[0];
  const Expression& b = x[1];
  if (is_negative(b)) return -(a / (-b));
  if (is_negative(a) && !a.is_constant()) return -((-a) / b);
  if (b.is_constant() && has_exact_reciprocal(b.value())) return (1.0 / b.value()) * a;
  return intern_operation(divide, x);
}

Expression make_fused(const Operands& x) {
  const Expression& a = x[0];
  const Expression& b = x[1];
  const Expression& c = x[2];
  if (c.is_constant(0.0)) return a * b;
  if (a.is_constant(1.0)) return b + c;
  if (a.is_constant(-1.0)) return c - b;
  if (a.operation() == negate && b.operation() == negate) {
    return Expression::make(fused_multiply_add, {a.operand(0), b.operand(0), c});
  }
  return intern_operation(fused_multiply_add, x);
}

Expression make_not(const Expression& a) {
  switch (a.operation()) {
    case less:
      return Expression::make(less_equal, {a.operand(1), a.operand(0)});
    case less_equal:
      return Expression::make(less, {a.operand(1), a.operand(0)});
    case equal:
      return Expression::make(not_equal, {a.operand(0), a.operand(1)});
    case not_equal:
      return Expression::make(equal, {a.operand(0), a.operand(1)});
    case logical_not:
      if (is_truth_value(a.operand(0))) return a.operand(0);
      break;
    default:
      break;
  }
  return intern_operation(logical_not, {a});
}

/// `and` with a true, `or` with a false constant is the truth of the other operand.
Expression make_junction(Operation operation, const Operands& x) {
  const bool is_neutral = x[0].is_constant() && (x[0].value() != 0.0) == (operation == logical_and);
  if (is_neutral) return is_truth_value(x[1]) ? x[1] : Expression::make(not_equal, {x[1], 0.0});
  if (x[0].is_same(x[1]) && is_truth_value(x[0])) return x[0];
  return intern_operation(operation, x);
}

bool has_value(const Operands& x) {
  for (const auto& operand : x) {
    if (!operand.is_constant()) return false;
  }
  return true;
}

/// Sets `value` to what the operation comes to, with the functions that lanes use. False where operands are not
/// constants or the result is not finite.
bool fold(Operation operation, const Operands& x, int exponent, double& value) {
  if (!has_value(x)) return false;
  const double b = x.size() > 1 ? x[1].value() : 0.0;
  const double c = x.size() > 2 ? x[2].value() : 0.0;
  value = apply_operation(operation, x[0].value(), b, c, exponent);
  return std::isfinite(value);
}

Expression make_in_order(Operation operation, const Operands& x) {
  switch (operation) {
    case negate:
      return make_negate(x[0]);
    case add:
      return make_add(x);
    case subtract:
      return make_subtract(x);
    case multiply:
      return make_multiply(x);
    case divide:
      return make_divide(x);
    case fused_multiply_add:
      return make_fused(x);
    case abs:
      if (is_negative(x[0])) return make(abs, -x[0]);
      if (x[0].operation() == abs || x[0].operation() == relu) return x[0];
      break;
    case relu:
    case floor:
      if (x[0].operation() == operation) return x[0];
      break;
    case minimum:
    case maximum:
      if (x[0].is_same(x[1])) return x[0];
      break;
    case logical_and:
    case logical_or:
      return make_junction(operation, x);
    case logical_not:
      return make_not(x[0]);
    case where:
      if (x[0].is_constant()) return x[0].value() != 0.0 ? x[1] : x[2];
      break;
    default:
      break;
  }
  return intern_operation(operation, x);
}

}  // namespace

Expression Expression::make(Operation operation, const std::vector<Expression>& operands) {
  const OperationFacts& facts = facts_of(operation);
  if (facts.notation == Notation::leaf || operation == integer_power || operation == lookup ||
      operands.size() != static_cast<std::size_t>(facts.arity)) {
    throw Error(ErrorKind::internal, "no node '" + std::string(facts.name) + "' of " + std::to_string(operands.size()) +
                                         " operands can be made");
  }
  if (operation == power && operands[1].is_constant()) {
    const double exponent = operands[1].value();
    if (std::abs(exponent) <= 16.0 && exponent == std::floor(exponent)) {
      return make_integer_power(operands[0], static_cast<int>(exponent));
    }
  }
  double value = 0.0;
  if (fold(operation, operands, 0, value)) return value;
  const bool has_ordered_pair = facts.is_commutative || operation == fused_multiply_add;
  if (has_ordered_pair && structurally_before(operands[1], operands[0])) {
    std::vector<Expression> in_order = operands;
    std::swap(in_order[0], in_order[1]);
    return make_in_order(operation, in_order);
  }
  return make_in_order(operation, operands);
}

Expression Expression::make_integer_power(const Expression& base, int exponent) {
  if (exponent == 0) return 1.0;
  if (exponent == 1) return base;
  if (exponent == -1) return 1.0 / base;
  if (exponent < -16 || exponent > 16) return make(power, {base, static_cast<double>(exponent)});
  double value = 0.0;
  if (fold(integer_power, {base}, exponent, value)) return value;
  if (is_negative(base)) {
    const Expression positive = make_integer_power(-base, exponent);
    return exponent % 2 == 0 ? positive : -positive;
  }
  return intern_operation(integer_power, {base}, exponent);
}

}  // namespace dosde
