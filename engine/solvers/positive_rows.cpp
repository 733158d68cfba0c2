#include "engine/solvers/positive_rows.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/causal/sign.hpp"
#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/smoothness.hpp"
#include "engine/solvers/stage.hpp"

namespace dosde {
namespace {

constexpr std::size_t longest_formula = 60;
constexpr double rounding = 1e-14;  ///< s = sqrt(4*p) is meant to be exactly that
const std::string other_scheme = "choose another scheme, or \"auto\"";

Expression at_zero(const Expression& formula, const std::string& x) {
  return assume_finite(substitute(formula, {{x, Expression(0.0)}}));
}

/// Is the formula no straight line in x, or not seen to be one? `slope`: its derivative.
bool is_bent(const Expression& formula, const Expression& slope, const std::string& x) {
  return depends_on(slope, x) || !is_smooth_in(formula, {x});
}

/// s of a formula s √x; nothing where it is not seen to be one.
std::optional<Expression> root_scale(const Expression& formula, const std::string& x) {
  const auto operand = [&](std::size_t place) { return formula.operand(place); };
  const auto scaled = [&](std::size_t root, std::size_t factor) -> std::optional<Expression> {
    if (depends_on(operand(factor), x)) return std::nullopt;
    const auto scale = root_scale(operand(root), x);
    return scale ? std::optional(*scale * operand(factor)) : std::nullopt;
  };
  switch (formula.operation()) {
    case Operation::negate: {
      const auto scale = root_scale(operand(0), x);
      return scale ? std::optional(-*scale) : std::nullopt;
    }
    case Operation::multiply:
      return depends_on(operand(0), x) ? scaled(0, 1) : scaled(1, 0);
    case Operation::divide: {
      if (depends_on(operand(1), x)) return std::nullopt;
      const auto scale = root_scale(operand(0), x);
      return scale ? std::optional(*scale / operand(1)) : std::nullopt;
    }
    case Operation::power:
      if (!operand(1).is_constant(0.5)) return std::nullopt;
      [[fallthrough]];
    case Operation::sqrt: {
      const Expression slope = assume_finite(differentiate(operand(0), x));
      if (is_bent(operand(0), slope, x) || is_zero(at_zero(operand(0), x)) != Proof::proven) return std::nullopt;
      return sqrt(slope);
    }
    default:
      return std::nullopt;
  }
}

class Reader {
 public:
  explicit Reader(const StepProblem& problem) : problem_(problem) {}

  PositiveRows read() {
    for (const auto& row : problem_.rows) {
      found_.rows.emplace_back();
      read_noise(row, found_.rows.back());
      if (found_.misfit) return std::move(found_);
      read_drift(row, found_.rows.back());
    }
    prove_positive();
    return std::move(found_);
  }

 private:
  void refuse(const FreeRow& row, const std::string& problem, const std::string& why, const std::string& suggestion) {
    if (!found_.misfit) found_.misfit = Misfit{"row '" + row.name + "' " + problem, why, suggestion};
  }

  /// The shape of one loading, and its scale.
  std::optional<std::pair<NoiseShape, Expression>> shape_of(const Expression& loading, const std::string& x) const {
    if (!depends_on(loading, x)) return std::pair(NoiseShape::constant, loading);
    if (const auto scale = root_scale(loading, x)) return std::pair(NoiseShape::root, *scale);
    const Expression slope = assume_finite(differentiate(loading, x));
    if (!is_bent(loading, slope, x) && is_zero(at_zero(loading, x)) == Proof::proven)
      return std::pair(NoiseShape::geometric, slope);
    return std::nullopt;
  }

  void read_noise(const FreeRow& row, ShapedRow& shaped) {
    const std::string positive = "only noise s*sqrt(" + row.name + ") or s*" + row.name + " leaves a state positive";
    for (const auto& term : row.noise) {
      const Expression loading = with_values(term.loading, problem_.numbers);
      const std::string place =
          "has the loading " + to_short_text(loading, longest_formula) + " on '" + term.source + "'";
      for (const auto& other : problem_.rows)
        if (other.name != row.name && depends_on(loading, other.name))
          return refuse(row, place + ", which goes with '" + other.name + "' and not with '" + row.name + "' alone",
                        "where " + row.name + " is 0 such noise need not be, and the equation itself takes it below",
                        "choose another scheme, with reflecting bounds where the state must stay positive");
      const auto shape = shape_of(loading, row.name);
      if (!shape) return refuse(row, place + ", which is of no known shape", positive, other_scheme);
      if (!shaped.sources.empty() && shape->first != shaped.shape)
        return refuse(row, place + " beside noise of another shape", positive + ", and two shapes do not commute",
                      other_scheme);
      shaped.shape = shape->first;
      const auto known = std::find(shaped.sources.begin(), shaped.sources.end(), term.source);
      if (known != shaped.sources.end()) {
        Expression& scale = shaped.scales[static_cast<std::size_t>(known - shaped.sources.begin())];
        scale = scale + shape->second;
      } else {
        shaped.sources.push_back(term.source);
        shaped.scales.push_back(shape->second);
      }
    }
  }

  void read_drift(const FreeRow& row, ShapedRow& shaped) {
    const Expression drift = with_values(row.drift, problem_.numbers);
    const Expression x = Expression::symbol(row.name);
    const Expression slope = assume_finite(differentiate(drift, row.name));
    shaped.production = at_zero(drift, row.name);
    shaped.rate =
        is_bent(drift, slope, row.name) ? where(equals(x, 0.0), slope, (drift - shaped.production) / x) : slope;
    Expression squares;
    for (const auto& scale : shaped.scales) squares = squares + scale * scale;
    if (shaped.shape == NoiseShape::root) {
      const Expression taken = assume_finite(0.25 * squares);
      shaped.production = assume_finite(shaped.production - taken);
      const bool is_number = shaped.production.is_constant() && taken.is_constant();
      if (is_number && std::abs(shaped.production.value()) <= rounding * taken.value()) shaped.production = 0.0;
    }
    if (shaped.shape == NoiseShape::geometric) shaped.rate = shaped.rate - 0.5 * squares;
  }

  /// Which rows stay positive, given that all these do: the largest such set.
  void prove_positive() {
    std::map<std::string, ShapedRow*> positive;
    for (std::size_t i = 0; i < problem_.rows.size(); ++i) {
      ShapedRow& shaped = found_.rows[i];
      if (shaped.sources.empty() || shaped.shape != NoiseShape::constant)
        positive.emplace(problem_.rows[i].name, &shaped);
    }
    const SymbolSigns signs = [&](const std::string& symbol) {
      return positive.contains(symbol) ? Sign::not_negative : Sign::unknown;
    };
    for (bool is_less = true; is_less;) {
      is_less = false;
      for (const auto& row : problem_.rows) {
        if (!positive.contains(row.name)) continue;
        ShapedRow& shaped = *positive.at(row.name);
        const Sign sign = sign_of(shaped.production, signs);
        if (sign == Sign::zero || sign == Sign::not_negative || sign == Sign::positive) continue;
        if (shaped.shape != NoiseShape::constant) return refuse_production(row, shaped);
        positive.erase(row.name);
        is_less = true;
      }
    }
    for (auto& [name, shaped] : positive) shaped->stays_positive = true;
  }

  void refuse_production(const FreeRow& row, const ShapedRow& shaped) {
    const bool is_root = shaped.shape == NoiseShape::root;
    refuse(row,
           "is not seen to stay positive: at " + row.name + " = 0 its drift" +
               (is_root ? ", less a quarter of the squares of its noise," : "") + " is " +
               to_short_text(shaped.production, longest_formula),
           is_root ? "the noise s*sqrt(" + row.name +
                         ") asks for a drift of at least s^2/4 at 0, in numbers or in states that stay positive; "
                         "drawn and swept parameters have no sign here"
                   : "a drift that is negative at 0 takes the state below it",
           "choose another scheme, with reflecting bounds where the state must stay positive");
  }

  const StepProblem& problem_;
  PositiveRows found_;
};

}  // namespace

PositiveRows read_positive_rows(const StepProblem& problem) { return Reader(problem).read(); }

}  // namespace dosde
