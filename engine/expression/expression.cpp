#include "engine/expression/expression.hpp"

#include <cmath>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/expression/expression_node.hpp"
#include "engine/expression/name.hpp"

namespace dosde {
namespace {

/// Infinity and NaN are the formulas 1/0, -1/0 and 0/0, so that no constant is ever without a text.
Expression intern_number(double value) {
  if (std::isfinite(value)) return intern_constant(value);
  const double numerator = std::isnan(value) ? 0.0 : std::copysign(1.0, value);
  return intern_operation(Operation::divide, {intern_constant(numerator), intern_constant(0.0)});
}

/// Constants, then symbols, then operations: `2*x`, `theta*(mu - x)`.
int rank_of(const ExpressionNode& node) {
  if (node.operation == Operation::constant) return 0;
  return node.operation == Operation::symbol ? 1 : 2;
}

/// -1, 0 or 1: the two nodes by themselves, without their operands.
int compare_heads(const ExpressionNode& a, const ExpressionNode& b) {
  const auto order = [](const auto& left, const auto& right) { return left < right ? -1 : (right < left ? 1 : 0); };
  if (const int by_rank = order(rank_of(a), rank_of(b)); by_rank != 0) return by_rank;
  if (const int by_height = order(a.height, b.height); by_height != 0) return by_height;
  if (const int by_operation = order(a.operation, b.operation); by_operation != 0) return by_operation;
  if (const int by_value = order(a.value, b.value); by_value != 0) return by_value;
  if (const int by_exponent = order(a.exponent, b.exponent); by_exponent != 0) return by_exponent;
  return order(a.name, b.name);
}

}  // namespace

// The most frequent of all formulas is not looked up each time.
Expression::Expression() {
  static const Expression zero = 0.0;
  node_ = zero.node_;
}

Expression::Expression(double value) : node_(intern_number(value).node_) {}

Expression Expression::symbol(std::string_view name) {
  if (!is_symbol_name(name)) {
    throw Error(ErrorKind::scenario, "'" + std::string(name) + "' cannot be the name of a symbol",
                "a name is a letter or '_', then letters, digits and '_', and not 'and', 'or', 'not' or 'pi'",
                "choose another name");
  }
  ExpressionNode draft;
  draft.operation = Operation::symbol;
  draft.name = name;
  return ExpressionPool::intern(std::move(draft));
}

Expression Expression::make_lookup(std::string_view table, const Expression& time) {
  if (!is_symbol_name(table)) {
    throw Error(ErrorKind::scenario, "'" + std::string(table) + "' cannot be the name of a table",
                "a name is a letter or '_', then letters, digits and '_'", "choose another name");
  }
  return intern_operation(Operation::lookup, {time}, 0, table);
}

Operation Expression::operation() const { return node_->operation; }
double Expression::value() const { return node_->value; }
const std::string& Expression::name() const { return node_->name; }
int Expression::exponent() const { return node_->exponent; }
std::size_t Expression::operand_count() const { return node_->operands.size(); }
const Expression& Expression::operand(std::size_t position) const { return node_->operands[position]; }
bool Expression::is_constant(double value) const { return is_constant() && node_->value == value; }
std::uint64_t Expression::structural_hash() const { return node_->hash; }

bool structurally_before(const Expression& a, const Expression& b) {
  // Equal structures are equal nodes, so the first two operands that differ decide, and one walk down suffices. After
  // 32 levels the hashes decide, which keeps the comparison of deep twins short; only equal hashes are walked further.
  const ExpressionNode* left = a.node();
  const ExpressionNode* right = b.node();
  for (int level = 0; left != right; ++level) {
    const int heads = compare_heads(*left, *right);
    if (heads != 0) return heads < 0;
    if (level >= 32 && left->hash != right->hash) return left->hash < right->hash;
    std::size_t i = 0;
    while (left->operands[i].is_same(right->operands[i])) ++i;
    const ExpressionNode* next = left->operands[i].node();
    right = right->operands[i].node();
    left = next;
  }
  return false;
}

Expression operator+(const Expression& a, const Expression& b) { return Expression::make(Operation::add, {a, b}); }
Expression operator-(const Expression& a, const Expression& b) { return Expression::make(Operation::subtract, {a, b}); }
Expression operator*(const Expression& a, const Expression& b) { return Expression::make(Operation::multiply, {a, b}); }
Expression operator/(const Expression& a, const Expression& b) { return Expression::make(Operation::divide, {a, b}); }
Expression operator-(const Expression& a) { return Expression::make(Operation::negate, {a}); }
Expression operator<(const Expression& a, const Expression& b) { return Expression::make(Operation::less, {a, b}); }
Expression operator<=(const Expression& a, const Expression& b) {
  return Expression::make(Operation::less_equal, {a, b});
}
Expression operator>(const Expression& a, const Expression& b) { return b < a; }
Expression operator>=(const Expression& a, const Expression& b) { return b <= a; }

}  // namespace dosde
