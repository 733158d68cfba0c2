#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/expression/operation.hpp"

namespace dosde {

struct ExpressionNode;

/// A formula: an immutable, hash-consed graph. Structurally equal expressions are the same node, so comparing two of
/// them is comparing two pointers, and common subexpressions exist once. Every construction simplifies *exactly* (the
/// value, NaN and infinities included, is kept; only the sign of a zero may change): constants fold with the same
/// elementary functions that lanes use (unless the result is not finite), x+0, x*1, x/1, --x, x^1 vanish, operands of
/// commutative operations stand in structural order (never in the order of construction). Never by assuming a value
/// finite: 0*x stays, see `assume_finite`. Cheap to copy. Safe to build from several threads.
class Expression {
 public:
  Expression();              ///< the constant 0
  Expression(double value);  // NOLINT(google-explicit-constructor): 2.0*x is how people write formulas

  /// A name: a variable, a parameter, an input, the time `t`, or an internal symbol such as "dW:weather".
  static Expression symbol(std::string_view name);
  /// An operation on operands, simplified. The one door through which every node is made.
  static Expression make(Operation operation, const std::vector<Expression>& operands);
  static Expression make_integer_power(const Expression& base, int exponent);
  static Expression make_lookup(std::string_view table, const Expression& time);

  [[nodiscard]] Operation operation() const;
  [[nodiscard]] double value() const;             ///< of a constant
  [[nodiscard]] const std::string& name() const;  ///< of a symbol or a looked-up table
  [[nodiscard]] int exponent() const;             ///< of an integer power
  [[nodiscard]] std::size_t operand_count() const;
  [[nodiscard]] const Expression& operand(std::size_t position) const;

  [[nodiscard]] bool is_constant() const { return operation() == Operation::constant; }
  [[nodiscard]] bool is_constant(double value) const;
  [[nodiscard]] bool is_symbol() const { return operation() == Operation::symbol; }
  /// The node's address: equal for equal expressions while any of them lives; a key for memo tables.
  [[nodiscard]] const ExpressionNode* node() const { return node_.get(); }
  /// A hash of the structure that is the same in every run and on every machine.
  [[nodiscard]] std::uint64_t structural_hash() const;
  /// Same structure, hence same node.
  [[nodiscard]] bool is_same(const Expression& other) const { return node_ == other.node_; }

 private:
  explicit Expression(std::shared_ptr<const ExpressionNode> node) : node_(std::move(node)) {}
  std::shared_ptr<const ExpressionNode> node_;
  friend class ExpressionPool;
};

/// A total order by structure, the same in every run: what puts operands of commutative operations in place.
bool structurally_before(const Expression& a, const Expression& b);

// Formulas by operators, as in the text form.
Expression operator+(const Expression& a, const Expression& b);
Expression operator-(const Expression& a, const Expression& b);
Expression operator*(const Expression& a, const Expression& b);
Expression operator/(const Expression& a, const Expression& b);
Expression operator-(const Expression& a);
Expression operator<(const Expression& a, const Expression& b);
Expression operator<=(const Expression& a, const Expression& b);
Expression operator>(const Expression& a, const Expression& b);
Expression operator>=(const Expression& a, const Expression& b);

}  // namespace dosde
