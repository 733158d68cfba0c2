#include "engine/expression/smoothness.hpp"

#include <algorithm>

#include "engine/expression/analysis.hpp"
#include "engine/expression/stepwise.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

/// How many of an operation's operands, from the first, make an edge where they move.
std::size_t count_edged_operands(const Expression& e) {
  switch (e.operation()) {
    case Operation::abs:
    case Operation::relu:
    case Operation::minimum:
    case Operation::maximum:
    case Operation::lookup:
      return e.operand_count();
    case Operation::where:
      return 1;  // the condition
    default:
      return is_stepwise(e.operation()) ? e.operand_count() : 0;
  }
}

/// Are the two values of a condition proven to be one where it changes: where(x < a, …, …) at x = a?
bool meets(const Expression& choice) {
  const Expression condition = choice.operand(0);
  if (condition.operation() != Operation::less && condition.operation() != Operation::less_equal) return false;
  for (std::size_t side = 0; side < 2; ++side) {
    const Expression symbol = condition.operand(side), edge = condition.operand(1 - side);
    if (!symbol.is_symbol() || depends_on(edge, symbol.name())) continue;
    const Expression gap = choice.operand(1) - choice.operand(2);
    return is_zero(substitute(gap, {{symbol.name(), edge}})) == Proof::proven;
  }
  return false;
}

}  // namespace

bool may_jump_in(const Expression& formula, const std::vector<std::string>& symbols) {
  NodeMap<bool> moves, jumps;
  visit_operands_first(formula, [&](const Expression& e) {
    bool is_moved = e.is_symbol() && std::find(symbols.begin(), symbols.end(), e.name()) != symbols.end();
    bool jumps_here = false;
    for (std::size_t i = 0; i < e.operand_count(); ++i) {
      const bool is_condition = e.operation() == Operation::where && i == 0;
      is_moved = is_moved || moves.at(e.operand(i).node());
      if (is_condition && moves.at(e.operand(i).node()))
        jumps_here = jumps_here || !meets(e);
      else
        jumps_here = jumps_here || jumps.at(e.operand(i).node());
    }
    const bool is_step = is_stepwise(e.operation()) || e.operation() == Operation::lookup;
    moves.emplace(e.node(), is_moved);
    jumps.emplace(e.node(), jumps_here || (is_step && is_moved));
  });
  return jumps.at(formula.node());
}

bool is_smooth_in(const Expression& formula, const std::vector<std::string>& symbols) {
  NodeMap<bool> moves;
  bool is_smooth = true;
  visit_operands_first(formula, [&](const Expression& e) {
    bool is_moved = e.is_symbol() && std::find(symbols.begin(), symbols.end(), e.name()) != symbols.end();
    const std::size_t edged = count_edged_operands(e);
    for (std::size_t i = 0; i < e.operand_count(); ++i) {
      const bool is_operand_moved = moves.at(e.operand(i).node());
      is_moved = is_moved || is_operand_moved;
      is_smooth = is_smooth && !(is_operand_moved && i < edged);
    }
    moves.emplace(e.node(), is_moved);
  });
  return is_smooth;
}

}  // namespace dosde
