#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/expression/expression.hpp"

namespace dosde {

/// One node of the expression graph. Private to this room: others see it through Expression. Immutable once it is in
/// the pool. Shared as const from the start: a `weak_ptr<const T>` made of a `weak_ptr<T>` owns the node for a moment,
/// and were that the last owner, the pool would free a node, and lock itself, while it is locked.
struct ExpressionNode : std::enable_shared_from_this<const ExpressionNode> {
  Operation operation = Operation::constant;
  int exponent = 0;                  ///< of an integer power
  double value = 0.0;                ///< of a constant: finite, and never -0
  std::string name;                  ///< of a symbol or a looked-up table
  std::vector<Expression> operands;  ///< as many as the operation's arity
  std::uint64_t hash = 0;            ///< of the structure, the same everywhere
  std::uint32_t height = 0;          ///< 0 for a leaf, else one more than the highest operand's
};

/// The one table of living nodes. It holds weak references: a node leaves when the last expression that names it goes.
class ExpressionPool {
 public:
  /// The node of that structure: the living one if there is one, else a new one. `hash` and `height` are filled in
  /// here. Thread safe.
  static Expression intern(ExpressionNode&& draft);
  /// How many nodes live (for tests).
  static std::size_t size();
};

/// The node `operation(operands…)` as it is, without simplification.
Expression intern_operation(Operation operation, std::vector<Expression> operands, int exponent = 0,
                            std::string_view name = {});
Expression intern_constant(double finite_value);

}  // namespace dosde
