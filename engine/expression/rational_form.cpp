#include "engine/expression/rational_form.hpp"

#include <cmath>
#include <string>
#include <tuple>

#include "engine/expression/apply.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

/// Monomials met in all: well below a second.
constexpr long most_effort = 300'000;

class Expansion {
 public:
  Fraction expand(const Expression& expression) {
    visit_operands_first(expression, [&](const Expression& e) { numbers_.emplace(e.node(), number_of(form_of(e))); });
    return without_squares_of_roots(form(expression));
  }

 private:
  using Number = int;  // of a fraction: equal numbers, equal fractions

  Number number_of(const Fraction& fraction) {
    const auto [place, is_new] = fractions_.try_emplace(fraction, static_cast<Number>(forms_.size()));
    if (is_new) forms_.push_back(&place->first);
    return place->second;
  }

  const Fraction& form(const Expression& e) const { return *forms_[static_cast<std::size_t>(numbers_.at(e.node()))]; }

  Fraction form_of(const Expression& e) {
    if (e.is_constant()) return fraction_of(exact(e.value()));
    if (auto form = arithmetic(e)) return *std::move(form);
    return function(e);
  }

  MaybeFraction arithmetic(const Expression& e) {
    const auto x = [&](std::size_t i) -> const Fraction& { return form(e.operand(i)); };
    switch (e.operation()) {
      case Operation::negate:
        return negate(x(0));
      case Operation::add:
        return add(x(0), x(1), effort_);
      case Operation::subtract:
        return add(x(0), negate(x(1)), effort_);
      case Operation::multiply:
        return multiply(x(0), x(1), effort_);
      case Operation::divide:
        return divide(x(0), x(1), effort_);
      case Operation::fused_multiply_add: {
        const auto product = multiply(x(0), x(1), effort_);
        return product ? add(*product, x(2), effort_) : product;
      }
      case Operation::integer_power:
        return power(x(0), e.exponent(), effort_);
      default:
        return std::nullopt;
    }
  }

  /// A function of fractions, a symbol, or arithmetic that grew too large: known where it is plain, else an atom.
  Fraction function(const Expression& e) {
    std::vector<Number> operands;
    for (std::size_t i = 0; i < e.operand_count(); ++i) operands.push_back(numbers_.at(e.operand(i).node()));
    const auto are_same = [&](std::size_t i, std::size_t j) { return operands[i] == operands[j]; };
    switch (e.operation()) {
      case Operation::where:
        if (are_same(1, 2)) return form(e.operand(1));
        break;
      case Operation::minimum:
      case Operation::maximum:
        if (are_same(0, 1)) return form(e.operand(0));
        break;
      case Operation::less:
      case Operation::not_equal:
        if (are_same(0, 1)) return fraction_of(0);
        break;
      case Operation::less_equal:
      case Operation::equal:
        if (are_same(0, 1)) return fraction_of(1);
        break;
      case Operation::power:
        if (!e.operand(1).is_constant(0.5)) break;
        [[fallthrough]];
      case Operation::sqrt:
        if (auto root = square_root(form(e.operand(0)))) return *std::move(root);
        break;
      default:
        if (operands.size() == 1 && form(e.operand(0)).numerator.empty() && is_rational_at_zero(e.operation())) {
          return fraction_of(exact(apply_operation(e.operation(), 0.0, 0.0, 0.0, e.exponent())));
        }
        break;
    }
    return fraction_of_atom(atom({e.operation(), e.exponent(), e.name(), operands}));
  }

  /// sqrt(c*g) = sqrt(c)*sqrt(g) for every number c > 0, and g is c*g over the size of its first coefficient: roots of
  /// multiples of one formula share an atom. Zero is left to others.
  MaybeFraction square_root(Fraction radicand) {
    if (radicand.numerator.empty()) return fraction_of(0);
    ExactNumber scale = 1;
    for (Polynomial* part : {&radicand.numerator, &radicand.denominator}) {
      const ExactNumber first = abs(part->begin()->second);
      for (auto& term : *part) term.second /= first;
      scale = part == &radicand.numerator ? first : ExactNumber(scale / first);
    }
    const SquareRoot root = square_root_of(scale);
    MaybeFraction product = fraction_of(root.factor);
    const auto add_root = [&](const Fraction& square) {
      product = product ? multiply(*product, root_atom(square), effort_) : product;
    };
    for (const auto& number : root.radicands) add_root(fraction_of(number));
    if (radicand != fraction_of(1)) add_root(radicand);
    return product;
  }

  Fraction root_atom(const Fraction& square) {
    const int number = atom({Operation::sqrt, 0, "", {number_of(square)}});
    squares_.emplace(number, square);
    return fraction_of_atom(number);
  }

  /// A root that is a number is one of a number that is not negative, and its square is that number. The latest roots
  /// first: their squares may hold earlier ones. What would be too large stays as it is.
  Fraction without_squares_of_roots(Fraction result) {
    for (auto root = squares_.rbegin(); root != squares_.rend() && !result.numerator.empty(); ++root) {
      if (auto reduced = replace_square(result, root->first, root->second, effort_)) result = *std::move(reduced);
    }
    return result;
  }

  /// Other functions whose value at 0 is a small rational number, which is then computed without rounding.
  static bool is_rational_at_zero(Operation operation) {
    switch (operation) {
      case Operation::exp:
      case Operation::log1p:
      case Operation::expm1:
      case Operation::cbrt:
      case Operation::sin:
      case Operation::cos:
      case Operation::tan:
      case Operation::asin:
      case Operation::atan:
      case Operation::sinh:
      case Operation::cosh:
      case Operation::tanh:
      case Operation::sigmoid:
      case Operation::abs:
      case Operation::sign:
      case Operation::floor:
      case Operation::relu:
        return true;
      default:
        return false;
    }
  }

  using Key = std::tuple<Operation, int, std::string, std::vector<Number>>;  // what an atom is: a function of forms

  int atom(const Key& key) { return atoms_.try_emplace(key, static_cast<int>(atoms_.size())).first->second; }

  long effort_ = most_effort;
  NodeMap<Number> numbers_;
  std::map<Fraction, Number> fractions_;
  std::vector<const Fraction*> forms_;
  std::map<Key, int> atoms_;
  std::map<int, Fraction> squares_;  // of the atoms that are square roots
};

}  // namespace

Fraction rational_form(const Expression& expression) { return Expansion().expand(expression); }

}  // namespace dosde
