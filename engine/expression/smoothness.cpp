#include "engine/expression/smoothness.hpp"

#include <algorithm>

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

}  // namespace

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
