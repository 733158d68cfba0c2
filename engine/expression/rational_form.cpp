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
    return form(expression);
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
        return power(x(0), e.exponent());
      default:
        return std::nullopt;
    }
  }

  MaybeFraction power(const Fraction& base, int exponent) {
    MaybeFraction result = fraction_of(1);
    for (int i = 0; i < std::abs(exponent) && result; ++i) result = multiply(*result, base, effort_);
    if (result && exponent < 0) result = divide(fraction_of(1), *result, effort_);
    return result;
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
      default:
        if (operands.size() == 1 && form(e.operand(0)).numerator.empty() && is_rational_at_zero(e.operation())) {
          return fraction_of(exact(apply_operation(e.operation(), 0.0, 0.0, 0.0, e.exponent())));
        }
        break;
    }
    const auto key = std::tuple(e.operation(), e.exponent(), e.name(), operands);
    const auto [place, is_new] = atoms_.try_emplace(key, static_cast<int>(atoms_.size()));
    return fraction_of_atom(place->second);
  }

  /// Functions whose value at 0 is a small rational number, which is then computed without rounding.
  static bool is_rational_at_zero(Operation operation) {
    switch (operation) {
      case Operation::exp:
      case Operation::log1p:
      case Operation::expm1:
      case Operation::sqrt:
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

  long effort_ = most_effort;
  NodeMap<Number> numbers_;
  std::map<Fraction, Number> fractions_;
  std::vector<const Fraction*> forms_;
  std::map<std::tuple<Operation, int, std::string, std::vector<Number>>, int> atoms_;
};

}  // namespace

Fraction rational_form(const Expression& expression) { return Expansion().expand(expression); }

}  // namespace dosde
