#include <array>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

using enum Operation;

/// Shared subexpressions are written out each time, so a small graph can have an endless text.
constexpr std::size_t longest_text = 1U << 24U;

/// How tightly a formula's text must hold together. Twice the precedence, so that there is room between two.
using Strength = int;
constexpr Strength loosest = 0;
constexpr Strength tightest = 100;

Strength strength_of(Operation operation) { return 2 * facts_of(operation).precedence; }

/// Something still to be written: a piece of text, or a formula in a place that asks for a strength.
struct Piece {
  std::string text;
  const Expression* formula = nullptr;
  Strength strength = loosest;
};

class Writer {
 public:
  /// Writes on until the text is complete or longer than asked for.
  std::string write(const Expression& expression, std::size_t longest) {
    push(expression, loosest);
    while (!pieces_.empty() && text_.size() <= longest) {
      const Piece piece = std::move(pieces_.back());
      pieces_.pop_back();
      if (piece.formula == nullptr) {
        text_ += piece.text;
      } else {
        write_formula(*piece.formula, piece.strength);
      }
    }
    return std::move(text_);
  }

 private:
  // Pieces are pushed in reverse: the last one pushed is written first.
  void push(const Expression& formula, Strength strength) { pieces_.push_back({{}, &formula, strength}); }
  void push(std::string text) { pieces_.push_back({std::move(text), nullptr, loosest}); }

  void write_formula(const Expression& e, Strength wanted) {
    const OperationFacts& facts = facts_of(e.operation());
    switch (facts.notation) {
      case Notation::leaf:
        write_leaf(e, wanted);
        return;
      case Notation::function:
        write_call(e, facts);
        return;
      case Notation::prefix:
      case Notation::infix:
        break;
    }
    const Strength own = strength_of(e.operation());
    if (own < wanted) {
      text_ += '(';
      push(")");
    }
    if (e.operation() == negate) {
      // A minus binds to the first factor of a product, which nearly always comes to the same formula.
      push(e.operand(0), takes_up_a_minus(e.operand(0)) ? tightest : strength_of(multiply));
      text_ += '-';
    } else if (e.operation() == logical_not) {
      push(e.operand(0), own);
      text_ += "not ";
    } else if (e.operation() == integer_power) {
      push(e.exponent() < 0 ? "^(" + std::to_string(e.exponent()) + ")" : "^" + std::to_string(e.exponent()));
      push(e.operand(0), own + 1);
    } else {
      write_infix(e, facts, own);
    }
  }

  /// Is the first factor of a product a difference, which a minus before it would turn round, or 0, which would swallow
  /// it?
  static bool takes_up_a_minus(const Expression& e) {
    const Expression* first = &e;
    while (first->operation() == multiply || first->operation() == divide) {
      first = &first->operand(should_swap(*first) ? 1 : 0);
    }
    return first->operation() == subtract || first->is_constant(0.0);
  }

  void write_leaf(const Expression& e, Strength wanted) {
    if (e.is_symbol()) {
      text_ += e.name();
      return;
    }
    const std::string number = digits_of(e.value());
    text_ += e.value() < 0.0 && wanted > strength_of(multiply) ? "(" + number + ")" : number;
  }

  void write_call(const Expression& e, const OperationFacts& facts) {
    push(")");
    for (std::size_t i = e.operand_count(); i-- > 0;) {
      push(e.operand(i), loosest);
      if (i > 0) push(", ");
    }
    if (e.operation() == lookup)
      text_ += "lookup(" + e.name() + ", ";
    else
      text_ += std::string(facts.name) + "(";
  }

  void write_infix(const Expression& e, const OperationFacts& facts, Strength own) {
    const Expression* left = &e.operand(0);
    const Expression* right = &e.operand(1);
    std::string name(facts.name);
    if (should_swap(e)) {
      std::swap(left, right);
      if (e.operation() == less) name = ">";
      if (e.operation() == less_equal) name = ">=";
    }
    const bool is_power = e.operation() == power;
    const bool is_comparison = facts.precedence == facts_of(less).precedence;
    // Left associative: the right operand must hold tighter. Powers the other way round. Comparisons do not chain.
    push(*right, is_power && !right->is_constant() ? own : own + 1);
    push(facts.precedence >= facts_of(multiply).precedence ? name : " " + name + " ");
    push(*left, is_power || is_comparison ? own + 1 : own);
  }

  /// Operands of commutative operations are kept in structural order; a person writes `a + b + c`, not `c + (a + b)`,
  /// and `x > 0`, not `0 < x`.
  static bool should_swap(const Expression& e) {
    const Expression& a = e.operand(0);
    const Expression& b = e.operand(1);
    if (facts_of(e.operation()).precedence == facts_of(less).precedence) return a.is_constant() && !b.is_constant();
    if (!facts_of(e.operation()).is_commutative) return false;
    if (e.operation() == multiply) return b.operation() == multiply && a.operation() != multiply && !a.is_constant();
    const int own = facts_of(e.operation()).precedence;
    const auto continues = [own](const Expression& operand) {
      const OperationFacts& facts = facts_of(operand.operation());
      return facts.notation == Notation::infix && facts.precedence == own;
    };
    return continues(b) && !continues(a);
  }

  static std::string digits_of(double value) {
    std::array<char, 64> buffer{};
    const double size = std::abs(value);
    const bool is_plain = value == 0.0 || (size >= 1e-4 && size < 1e15);
    const auto format = is_plain ? std::chars_format::fixed : std::chars_format::scientific;
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, format);
    std::string text(buffer.data(), result.ptr);
    // "1e+22" and "1e-05" as "1e22" and "1e-5".
    if (const auto e = text.find('e'); e != std::string::npos) {
      if (text[e + 1] == '+') text.erase(e + 1, 1);
      const std::size_t digits = text[e + 1] == '-' ? e + 2 : e + 1;
      if (text[digits] == '0') text.erase(digits, 1);
    }
    return text;
  }

  std::vector<Piece> pieces_;
  std::string text_;
};

}  // namespace

std::string to_text(const Expression& expression) {
  std::string text = Writer().write(expression, longest_text);
  if (text.size() > longest_text) {
    throw Error(ErrorKind::internal,
                "the text of a formula is longer than " + std::to_string(longest_text) + " characters");
  }
  return text;
}

std::string number_text(double value) { return to_text(Expression(value)); }

std::string to_short_text(const Expression& expression, std::size_t longest) {
  std::string text = Writer().write(expression, longest);
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

}  // namespace dosde
