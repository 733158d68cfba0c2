#include "engine/expression/analysis.hpp"

#include "engine/expression/traverse.hpp"

namespace dosde {

Expression with_operands(const Expression& original, const std::vector<Expression>& operands) {
  switch (original.operation()) {
    case Operation::constant:
    case Operation::symbol:
      return original;
    case Operation::integer_power:
      return Expression::make_integer_power(operands[0], original.exponent());
    case Operation::lookup:
      return Expression::make_lookup(original.name(), operands[0]);
    default:
      return Expression::make(original.operation(), operands);
  }
}

Expression rebuild(const Expression& original, const NodeMap<Expression>& results) {
  std::vector<Expression> operands;
  operands.reserve(original.operand_count());
  bool is_changed = false;
  for (std::size_t i = 0; i < original.operand_count(); ++i) {
    operands.push_back(results.at(original.operand(i).node()));
    is_changed = is_changed || !operands.back().is_same(original.operand(i));
  }
  return is_changed ? with_operands(original, operands) : original;
}

std::set<std::string> symbols_of(const Expression& expression) {
  std::set<std::string> names;
  visit_operands_first(expression, [&](const Expression& e) {
    if (e.is_symbol()) names.insert(e.name());
  });
  return names;
}

std::set<std::string> tables_of(const Expression& expression) {
  std::set<std::string> names;
  visit_operands_first(expression, [&](const Expression& e) {
    if (e.operation() == Operation::lookup) names.insert(e.name());
  });
  return names;
}

bool depends_on(const Expression& expression, const std::string& symbol) {
  bool is_found = false;
  const auto goes_on = [&](const Expression&, std::size_t) { return !is_found; };
  visit_operands_first(expression, goes_on, [&](const Expression& e) {
    if (e.is_symbol() && e.name() == symbol) is_found = true;
  });
  return is_found;
}

Expression substitute(const Expression& expression, const std::map<std::string, Expression>& replacements) {
  NodeMap<Expression> results;
  visit_operands_first(expression, [&](const Expression& e) {
    const auto found = e.is_symbol() ? replacements.find(e.name()) : replacements.end();
    results.emplace(e.node(), found != replacements.end() ? found->second : rebuild(e, results));
  });
  return results.at(expression.node());
}

}  // namespace dosde
