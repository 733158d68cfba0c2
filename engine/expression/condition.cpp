#include "engine/expression/condition.hpp"

#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

/// Is the operation's value one of its operands or a product of them? (Of `where` those behind the condition.)
bool keeps_truth(Operation operation) {
  return operation == Operation::multiply || operation == Operation::integer_power || operation == Operation::minimum ||
         operation == Operation::maximum || operation == Operation::where;
}

std::size_t first_kept(const Expression& e) { return e.operation() == Operation::where ? 1 : 0; }

}  // namespace

bool is_truth_value(const Expression& formula) {
  return (formula.operation() >= Operation::less && formula.operation() <= Operation::logical_not) ||
         formula.is_constant(0.0) || formula.is_constant(1.0);
}

bool is_condition(const Expression& formula) {
  bool is_true_or_false = true;  // of all that the value is made of: what is followed ends in truths alone
  const auto follow = [](const Expression& e, std::size_t operand) {
    return keeps_truth(e.operation()) && operand >= first_kept(e);
  };
  visit_operands_first(formula, follow, [&](const Expression& e) {
    const bool is_power_below_zero = e.operation() == Operation::integer_power && e.exponent() < 0;
    is_true_or_false = is_true_or_false && !is_power_below_zero && (keeps_truth(e.operation()) || is_truth_value(e));
  });
  return is_true_or_false;
}

}  // namespace dosde
