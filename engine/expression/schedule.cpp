#include "engine/expression/schedule.hpp"

#include <algorithm>
#include <functional>

#include "engine/core/error.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

Rate rate_of_symbol(const Expression& symbol, const Layout& layout) {
  const auto found = layout.inputs.find(symbol.name());
  if (found == layout.inputs.end()) {
    throw Error(ErrorKind::internal, "the symbol '" + symbol.name() + "' has no place in the program's layout");
  }
  const Segment segment = found->second.segment;
  if (!is_uniform(segment)) return Rate::lanes;
  return segment == Segment::clock ? Rate::clock : Rate::once;
}

/// A cube is computed as a square and a product, the same bits, which can be joined with what stands around them.
bool is_cube(const Expression& expression) {
  return expression.operation() == Operation::integer_power && expression.exponent() == 3;
}

int register_need_of(const Subexpression& node, const std::vector<Subexpression>& nodes) {
  std::vector<int> needs;
  for (const int operand : node.operands) {
    const int need = nodes[static_cast<std::size_t>(operand)].register_need;
    if (need > 0) needs.push_back(need);
  }
  std::sort(needs.begin(), needs.end(), std::greater<>());
  int result = 1;
  for (std::size_t held = 0; held < needs.size(); ++held) {
    result = std::max(result, needs[held] + static_cast<int>(held));  // `held` operands are already waiting
  }
  return result;
}

}  // namespace

Subexpressions collect_subexpressions(const std::vector<Output>& outputs, const Layout& layout) {
  Subexpressions result;
  NodeMap<int> index_of;  // looked up only, never iterated: addresses differ
                          // from run to run
  const auto follow = [&](const Expression& expression, std::size_t position) {
    return index_of.count(expression.operand(position).node()) == 0;
  };
  const auto add = [&](const Expression& expression, Operation operation, const std::vector<Expression>& operands) {
    Subexpression node;
    node.expression = expression;
    node.operation = operation;
    if (expression.is_symbol()) node.rate = rate_of_symbol(expression, layout);
    for (const Expression& operand : operands) {
      const int index = index_of.at(operand.node());
      node.operands.push_back(index);
      node.rate = std::max(node.rate, result.nodes[static_cast<std::size_t>(index)].rate);
    }
    index_of.emplace(expression.node(), static_cast<int>(result.nodes.size()));
    result.nodes.push_back(std::move(node));
  };
  const auto visit = [&](const Expression& expression) {
    std::vector<Expression> operands;
    for (std::size_t position = 0; position < expression.operand_count(); ++position)
      operands.push_back(expression.operand(position));
    if (!is_cube(expression)) return add(expression, expression.operation(), operands);
    const Expression square = Expression::make_integer_power(operands[0], 2);
    if (index_of.count(square.node()) == 0) add(square, Operation::integer_power, operands);
    add(expression, Operation::multiply, {square, operands[0]});
  };
  for (const Output& output : outputs) {
    if (index_of.count(output.value.node()) == 0) visit_operands_first(output.value, follow, visit);
    result.outputs.push_back(index_of.at(output.value.node()));
  }
  return result;
}

std::vector<int> schedule_lane_work(Subexpressions& subexpressions) {
  for (Subexpression& node : subexpressions.nodes) {
    if (node.is_lane_work()) node.register_need = register_need_of(node, subexpressions.nodes);
  }
  const auto at = [&](int index) -> const Subexpression& {
    return subexpressions.nodes[static_cast<std::size_t>(index)];
  };
  std::vector<int> order;
  std::vector<bool> is_entered(subexpressions.nodes.size(), false);
  struct Frame {
    int node;
    std::vector<int> waiting;  ///< operands yet to be computed, the next one last
  };
  std::vector<Frame> path;  // without recursion: a sum of many thousand terms is
                            // a chain as deep
  const auto enter = [&](int index) {
    if (!at(index).is_lane_work() || is_entered[static_cast<std::size_t>(index)]) return;
    is_entered[static_cast<std::size_t>(index)] = true;
    std::vector<int> operands(at(index).operands.rbegin(), at(index).operands.rend());
    std::stable_sort(operands.begin(), operands.end(),
                     [&](int a, int b) { return at(a).register_need < at(b).register_need; });
    path.push_back({index, std::move(operands)});
  };
  for (const int output : subexpressions.outputs) {
    enter(output);
    while (!path.empty()) {
      if (path.back().waiting.empty()) {
        order.push_back(path.back().node);
        path.pop_back();
      } else {
        const int next = path.back().waiting.back();
        path.back().waiting.pop_back();
        enter(next);
      }
    }
  }
  return order;
}

}  // namespace dosde
