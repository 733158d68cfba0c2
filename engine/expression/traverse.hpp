#pragma once

#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "engine/expression/expression.hpp"

namespace dosde {

/// Calls visit(expression) once for every node that is reached from `root`, operands first, in one order for one
/// structure. Without recursion, so that graphs may be deep; each node once, so that shared parts cost nothing. An
/// operand for which follow(expression, position) is false is not entered from there.
template <class Follow, class Visit>
void visit_operands_first(const Expression& root, const Follow& follow, const Visit& visit) {
  std::unordered_set<const ExpressionNode*> seen{root.node()};
  std::vector<std::pair<const Expression*, std::size_t>> path{
      {&root, 0}};  // a node and how many of its operands are done
  while (!path.empty()) {
    const Expression& expression = *path.back().first;
    const std::size_t position = path.back().second++;
    if (position == expression.operand_count()) {
      path.pop_back();
      visit(expression);
    } else if (follow(expression, position) && seen.insert(expression.operand(position).node()).second) {
      path.emplace_back(&expression.operand(position), 0);
    }
  }
}

template <class Visit>
void visit_operands_first(const Expression& root, const Visit& visit) {
  visit_operands_first(
      root, [](const Expression&, std::size_t) { return true; }, visit);
}

/// Results by node.
template <class Value>
using NodeMap = std::unordered_map<const ExpressionNode*, Value>;

/// The same operation (or power, or table) on other operands, simplified.
Expression with_operands(const Expression& original, const std::vector<Expression>& operands);

/// The formula with the operands that `results` gives for its own; itself where they are the same.
Expression rebuild(const Expression& original, const NodeMap<Expression>& results);

}  // namespace dosde
