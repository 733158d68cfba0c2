#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/expression/analysis.hpp"
#include "engine/expression/apply.hpp"
#include "engine/expression/finite_form.hpp"
#include "engine/expression/rational_form.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

constexpr int point_count = 12;

/// A fixed pseudo-random number in [0, 1) for a symbol at a point.
double uniform_for(std::uint64_t structural_hash, int point) {
  std::uint64_t z = structural_hash + 0x9e3779b97f4a7c15ULL * static_cast<std::uint64_t>(point + 1);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1p-53;
}

/// Half of the points have all symbols positive, where roots and logarithms live.
double value_of_leaf(const Expression& e, int point) {
  const double u = uniform_for(e.structural_hash(), point);
  return point % 2 == 0 ? 0.1 + 1.9 * u : -3.0 + 6.0 * u;
}

/// A value and a bound on what rounding did to it.
struct Rounded {
  double value = 0.0;
  double error = 0.0;
};

/// The operation on rounded values: how far it moves when its operands move by their errors, plus its own rounding.
Rounded apply_rounded(const Expression& e, const std::array<Rounded, 3>& x) {
  const auto at = [&](double a, double b, double c) { return apply_operation(e.operation(), a, b, c, e.exponent()); };
  Rounded result{at(x[0].value, x[1].value, x[2].value), 0.0};
  for (std::size_t i = 0; i < e.operand_count(); ++i) {
    std::array<double, 3> moved{x[0].value, x[1].value, x[2].value};
    double reach = 0.0;
    for (const double way : {-1.0, 1.0}) {
      moved[i] = x[i].value + way * x[i].error;
      const double change = std::abs(at(moved[0], moved[1], moved[2]) - result.value);
      reach = std::isnan(change) ? std::numeric_limits<double>::infinity() : std::max(reach, change);
    }
    result.error += reach;
  }
  result.error += 8.0 * std::numeric_limits<double>::epsilon() * std::abs(result.value);
  result.error += std::numeric_limits<double>::denorm_min();
  return result;
}

/// A table is treated as an unknown function: one number for one time.
Rounded evaluate_at(const Expression& expression, int point) {
  NodeMap<Rounded> values;
  visit_operands_first(expression, [&](const Expression& e) {
    if (e.is_constant()) {
      values.emplace(e.node(), Rounded{e.value(), 0.0});
    } else if (e.is_symbol() || e.operation() == Operation::lookup) {
      values.emplace(e.node(), Rounded{value_of_leaf(e, point), 0.0});
    } else {
      std::array<Rounded, 3> operands;
      for (std::size_t i = 0; i < e.operand_count(); ++i) operands[i] = values.at(e.operand(i).node());
      values.emplace(e.node(), apply_rounded(e, operands));
    }
  });
  return values.at(expression.node());
}

bool is_refuted(const Expression& expression) {
  for (int point = 0; point < point_count; ++point) {
    const Rounded result = evaluate_at(expression, point);
    // A NaN compares false and refutes nothing; the factor covers errors that are more than linear.
    if (std::isfinite(result.value) && std::abs(result.value) > 1000.0 * result.error && result.value != 0.0)
      return true;
  }
  return false;
}

}  // namespace

Proof is_zero(const Expression& expression) {
  const FiniteForm form = finite_form(expression);
  if (form.is_exact && form.expression.is_constant()) {
    return form.expression.is_constant(0.0) ? Proof::proven : Proof::refuted;
  }
  if (is_refuted(expression)) return Proof::refuted;
  return rational_form(form.is_exact ? form.expression : expression).numerator.empty() ? Proof::proven : Proof::unknown;
}

}  // namespace dosde
