#include "engine/expression/scalar.hpp"

#include <cmath>

#include "engine/core/error.hpp"
#include "engine/expression/apply.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

double value_of_symbol(const std::string& name, const Point& point) {
  const auto found = point.values.find(name);
  if (found == point.values.end()) throw Error(ErrorKind::internal, "the symbol '" + name + "' has no value");
  return found->second;
}

double value_of_table(const std::string& name, double time, const Point& point) {
  for (const auto& table : point.tables) {
    if (table.name == name) return look_up(view_of(table), time);
  }
  throw Error(ErrorKind::internal, "the table '" + name + "' has no rows");
}

double value_of_node(const Expression& e, const NodeMap<double>& values, const Point& point) {
  const auto operand = [&](std::size_t i) { return i < e.operand_count() ? values.at(e.operand(i).node()) : 0.0; };
  switch (e.operation()) {
    case Operation::constant:
      return e.value();
    case Operation::symbol:
      return value_of_symbol(e.name(), point);
    case Operation::lookup:
      return value_of_table(e.name(), operand(0), point);
    default:
      return apply_operation(e.operation(), operand(0), operand(1), operand(2), e.exponent());
  }
}

NodeMap<double> evaluate_nodes(const Expression& expression, const Point& point) {
  NodeMap<double> values;
  visit_operands_first(expression,
                       [&](const Expression& e) { values.emplace(e.node(), value_of_node(e, values, point)); });
  return values;
}

std::string cause_of_division(const std::string& text, double numerator, double denominator) {
  if (denominator == 0.0) return text + " is " + number_text(numerator) + " divided by zero";
  return text + " overflows: " + number_text(numerator) + " divided by " + number_text(denominator);
}

std::string cause_of_power(const std::string& text, double base, double exponent) {
  if (base == 0.0) return text + " of zero with the negative exponent " + number_text(exponent);
  if (base < 0.0 && exponent != std::floor(exponent)) {
    return text + " of the negative base " + number_text(base) + " with the non-integer exponent " +
           number_text(exponent);
  }
  return text + " overflows: " + number_text(base) + " to the power " + number_text(exponent);
}

/// Why f(a) is not finite for a finite a.
std::string cause_of_function(Operation operation, const std::string& text, double a) {
  const std::string of_value = text + " of " + number_text(a);
  const bool is_logarithm = operation == Operation::log;
  if ((is_logarithm || operation == Operation::sqrt) && a < 0.0)
    return text + " of the negative number " + number_text(a);
  if (is_logarithm && a == 0.0) return text + " of zero";
  if (operation == Operation::log1p && a <= -1.0) return of_value + ", which is not above -1";
  if (operation == Operation::asin || operation == Operation::acos) return of_value + ", which is outside [-1, 1]";
  if (operation == Operation::inverse_normal) return of_value + ", which is outside (0, 1)";
  return text + " overflows at " + number_text(a);
}

/// In words, why a node is not finite although its operands are.
std::string cause_of(const Expression& e, double value, const NodeMap<double>& values) {
  const std::string text = to_short_text(e, 100);
  const auto operand = [&](std::size_t i) { return values.at(e.operand(i).node()); };
  switch (e.operation()) {
    case Operation::symbol:
      return text + (std::isnan(value) ? " is not a number" : " is infinite");
    case Operation::lookup:
      return "the table '" + e.name() + "' holds no finite number at the time " + number_text(operand(0));
    case Operation::divide:
      return cause_of_division(text, operand(0), operand(1));
    case Operation::power:
      return cause_of_power(text, operand(0), operand(1));
    case Operation::integer_power:
      return cause_of_power(text, operand(0), e.exponent());
    case Operation::add:
    case Operation::subtract:
    case Operation::multiply:
      return text + " overflows: " + number_text(operand(0)) + " " + std::string(facts_of(e.operation()).name) + " " +
             number_text(operand(1));
    default:
      return e.operand_count() == 1 ? cause_of_function(e.operation(), text, operand(0)) : text + " overflows";
  }
}

/// Does an operand that is not finite explain that its parent is not? Not so in the branch that a `where` did not take.
bool explains(const Expression& e, std::size_t position, const NodeMap<double>& values) {
  const auto operand = [&](std::size_t i) { return values.at(e.operand(i).node()); };
  if (std::isfinite(operand(position))) return false;
  if (e.operation() != Operation::where) return true;
  if (std::isnan(operand(0))) return position == 0;
  return position == (operand(0) != 0.0 ? 1U : 2U);
}

}  // namespace

double evaluate_scalar(const Expression& expression, const Point& point) {
  return evaluate_nodes(expression, point).at(expression.node());
}

Fault find_fault(const Expression& expression, const Point& point) {
  const NodeMap<double> values = evaluate_nodes(expression, point);
  Fault fault;
  if (std::isfinite(values.at(expression.node()))) return fault;
  const auto follow = [&](const Expression& e, std::size_t position) { return explains(e, position, values); };
  visit_operands_first(expression, follow, [&](const Expression& e) {
    if (!fault.cause.empty()) return;
    fault = {e, cause_of(e, values.at(e.node()), values)};
  });
  return fault;
}

}  // namespace dosde
