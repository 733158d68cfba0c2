#include "engine/expression/derivative_along.hpp"

#include <optional>

#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {
namespace {

/// What a product is besides one factor that is a power of `base`.
struct FactorTaken {
  double exponent;  ///< of the base in the factor
  Expression rest;
};

/// The exponent of a root or a power with a constant exponent.
std::optional<double> root_exponent(const Expression& e) {
  if (e.operation() == Operation::sqrt) return 0.5;
  if (e.operation() == Operation::power && e.operand(1).is_constant()) return e.operand(1).value();
  return std::nullopt;
}

std::optional<FactorTaken> take_power_of(const Expression& base, const Expression& product) {
  if (const auto exponent = root_exponent(product); exponent && product.operand(0).is_same(base))
    return FactorTaken{*exponent, 1.0};
  const auto from_operand = [&](std::size_t position) { return take_power_of(base, product.operand(position)); };
  switch (product.operation()) {
    case Operation::negate:
      if (auto taken = from_operand(0)) return FactorTaken{taken->exponent, -taken->rest};
      break;
    case Operation::multiply:
      if (auto taken = from_operand(0)) return FactorTaken{taken->exponent, taken->rest * product.operand(1)};
      if (auto taken = from_operand(1)) return FactorTaken{taken->exponent, product.operand(0) * taken->rest};
      break;
    case Operation::divide:
      if (auto taken = from_operand(0)) return FactorTaken{taken->exponent, taken->rest / product.operand(1)};
      break;
    case Operation::integer_power:
      if (product.exponent() < 2) break;
      if (auto taken = from_operand(0))
        return FactorTaken{taken->exponent,
                           taken->rest * pow(product.operand(0), static_cast<double>(product.exponent() - 1))};
      break;
    default:
      break;
  }
  return std::nullopt;
}

/// Is a factor of the product a root that moves with the symbol?
bool has_root_factor(const Expression& product, const std::string& symbol) {
  switch (product.operation()) {
    case Operation::negate:
      return has_root_factor(product.operand(0), symbol);
    case Operation::multiply:
    case Operation::divide:
      return has_root_factor(product.operand(0), symbol) || has_root_factor(product.operand(1), symbol);
    default:
      return root_exponent(product) && depends_on(product.operand(0), symbol);
  }
}

}  // namespace

Expression derivative_along(const Expression& direction, const Expression& formula, const std::string& symbol) {
  if (direction.is_constant(0.0) || !depends_on(formula, symbol)) return 0.0;
  if (!has_root_factor(formula, symbol)) return direction * differentiate(formula, symbol);
  const Expression& first = formula.operand(0);
  switch (formula.operation()) {
    case Operation::negate:
      return -derivative_along(direction, first, symbol);
    case Operation::multiply: {
      const Expression& second = formula.operand(1);
      return derivative_along(direction * second, first, symbol) + derivative_along(direction * first, second, symbol);
    }
    case Operation::divide: {
      const Expression& divisor = formula.operand(1);
      return derivative_along(direction / divisor, first, symbol) -
             derivative_along(direction * first / pow(divisor, 2.0), divisor, symbol);
    }
    default:
      break;
  }
  // u^p along c u^q: p c u^(p+q-1) u'.
  const double exponent = *root_exponent(formula);
  const auto taken = take_power_of(first, direction);
  if (!taken) return direction * differentiate(formula, symbol);
  const double left = exponent + taken->exponent - 1.0;
  const Expression slope = exponent * taken->rest * differentiate(first, symbol);
  return left == 0.0 ? slope : slope * pow(first, left);
}

}  // namespace dosde
