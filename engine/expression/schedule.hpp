#pragma once

#include <cstdint>
#include <vector>

#include "engine/expression/expression.hpp"
#include "engine/expression/program.hpp"

/// Internal to compile_program: which values are computed, how often, and in which order.

namespace dosde {

/// How often a value must be computed: once a run, once an evaluation, or for every lane.
enum class Rate : std::uint8_t { once, clock, lanes };

/// One distinct subexpression of the formulas being compiled.
struct Subexpression {
  Expression expression;
  Operation operation = Operation::constant;  ///< how it is computed: the expression's, but cubes are products
  std::vector<int> operands;  ///< their indices; operands stand before their users. Of a pair: those of the inner
                              ///< operation, then the follow-up's
  Rate rate = Rate::once;
  int inner = -1;  ///< whose operation its instruction does first (pair_operations); -1: none but its own
  FollowUp follow_up = FollowUp::none;  ///< what its instruction then does to that value
  /// How many scratch slots its evaluation takes (R. Sethi and J. D. Ullman, "The generation of optimal code for
  /// arithmetic expressions", J. ACM 17 (1970) 715-728, shared subexpressions counted as if they were not); 0 for what
  /// is read where it lies.
  int register_need = 0;

  [[nodiscard]] bool is_leaf() const { return expression.is_constant() || expression.is_symbol(); }
  [[nodiscard]] bool is_lane_work() const { return rate == Rate::lanes && !is_leaf(); }
};

/// Every distinct subexpression of the outputs once, operands first; the order is the same in every run.
struct Subexpressions {
  std::vector<Subexpression> nodes;
  std::vector<int> outputs;  ///< node of each output
};

/// Throws Error (internal) for a symbol that the layout does not know.
Subexpressions collect_subexpressions(const std::vector<Output>& outputs, const Layout& layout);

/// Joins an arithmetic operation with the one or two that its value goes on to: half the instructions and fewer, and
/// the values between never leave their registers. A value that is read by several is joined with each of them where
/// that takes fewer instructions, else with none.
void pair_operations(Subexpressions& subexpressions);

/// The lane work in an order that keeps few values waiting: output by output, depth first, the operand that needs more
/// registers first.
std::vector<int> schedule_lane_work(Subexpressions& subexpressions);

}  // namespace dosde
