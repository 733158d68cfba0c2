#include <vector>

#include "engine/core/error.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

bool is_zero_constant(const Expression& e) { return e.is_constant(0.0); }

/// A rule that is linear in a derivative, put inside a choice one of whose branches does not move: of sqrt(max(x, 0))
/// at x < 0 the derivative is that branch's 0, and not 0 times the root's infinite slope.
template <typename Rule>
Expression inside_guards(const Expression& derivative, const Rule& rule) {
  if (is_zero_constant(derivative)) return derivative;
  const bool is_guarded = derivative.operation() == Operation::where &&
                          (is_zero_constant(derivative.operand(1)) || is_zero_constant(derivative.operand(2)));
  if (!is_guarded) return rule(derivative);
  return where(derivative.operand(0), inside_guards(derivative.operand(1), rule),
               inside_guards(derivative.operand(2), rule));
}

/// factor * derivative where a factor that is known to be 0 makes it 0: derivatives of what does not move are exactly
/// 0.
Expression times(const Expression& factor, const Expression& derivative) {
  if (is_zero_constant(factor)) return 0.0;
  return inside_guards(derivative, [&](const Expression& moving) { return factor * moving; });
}

/// The derivative of f(x), a function of one operand whose derivative dx is not 0. Reuses f itself where it can.
Expression function_derivative(const Expression& f, const Expression& dx) {
  const Expression& x = f.operand(0);
  switch (f.operation()) {
    case Operation::negate:
      return -dx;
    case Operation::integer_power:
      return static_cast<double>(f.exponent()) * Expression::make_integer_power(x, f.exponent() - 1) * dx;
    case Operation::exp:
      return f * dx;
    case Operation::log:
      return dx / x;
    case Operation::log1p:
      return dx / (1.0 + x);
    case Operation::expm1:
      return exp(x) * dx;
    case Operation::sqrt:
      return dx / (2.0 * f);
    case Operation::cbrt:
      return dx / (3.0 * pow(f, 2.0));
    case Operation::sin:
      return cos(x) * dx;
    case Operation::cos:
      return -(sin(x) * dx);
    case Operation::tan:
      return (1.0 + pow(f, 2.0)) * dx;
    case Operation::asin:
      return dx / sqrt(1.0 - pow(x, 2.0));
    case Operation::acos:
      return -(dx / sqrt(1.0 - pow(x, 2.0)));
    case Operation::atan:
      return dx / (1.0 + pow(x, 2.0));
    case Operation::sinh:
      return cosh(x) * dx;
    case Operation::cosh:
      return sinh(x) * dx;
    case Operation::tanh:
      return (1.0 - pow(f, 2.0)) * dx;
    case Operation::sigmoid:
      return f * (1.0 - f) * dx;
    case Operation::softplus:
      return sigmoid(x) * dx;
    case Operation::inverse_normal:
      // dx over the density at f: sqrt(2 pi) exp(f^2/2) dx
      return 2.5066282746310005 * exp(0.5 * pow(f, 2.0)) * dx;
    case Operation::abs:
      return sign(x) * dx;
    case Operation::relu:
      return where(x > 0.0, dx, 0.0);
    default:
      return 0.0;  // sign, floor, not: flat between their jumps
  }
}

/// x^y; with x > 0 wherever the exponent moves, as the logarithm demands.
Expression power_derivative(const Expression& f, const Expression& dx, const Expression& dy) {
  const Expression& x = f.operand(0);
  const Expression& y = f.operand(1);
  const Expression through_base = times(y * pow(x, y - 1.0), dx);
  return is_zero_constant(dy) ? through_base : through_base + f * times(log(x), dy);
}

Expression quotient_derivative(const Expression& f, const Expression& da, const Expression& db) {
  const Expression& a = f.operand(0);
  const Expression& b = f.operand(1);
  if (is_zero_constant(db)) return inside_guards(da, [&](const Expression& moving) { return moving / b; });
  if (is_zero_constant(da)) return -(times(a, db) / pow(b, 2.0));
  return (da * b - a * db) / pow(b, 2.0);
}

Expression choose(const Expression& condition, const Expression& a, const Expression& b) {
  return is_zero_constant(a) && is_zero_constant(b) ? a : where(condition, a, b);
}

/// The derivative of a node of two or three operands by the chain rule; `d[i]` is that of operand i.
Expression combine(const Expression& f, const std::vector<Expression>& d) {
  const auto x = [&f](std::size_t i) -> const Expression& { return f.operand(i); };
  switch (f.operation()) {
    case Operation::add:
      return d[0] + d[1];
    case Operation::subtract:
      return d[0] - d[1];
    case Operation::multiply:
      return times(x(1), d[0]) + times(x(0), d[1]);
    case Operation::fused_multiply_add:
      return times(x(1), d[0]) + times(x(0), d[1]) + d[2];
    case Operation::divide:
      return quotient_derivative(f, d[0], d[1]);
    case Operation::power:
      return power_derivative(f, d[0], d[1]);
    case Operation::atan2:
      return (times(x(1), d[0]) - times(x(0), d[1])) / (pow(x(0), 2.0) + pow(x(1), 2.0));
    case Operation::minimum:
      return choose(x(0) < x(1), d[0], d[1]);
    case Operation::maximum:
      return choose(x(0) > x(1), d[0], d[1]);
    case Operation::where:
      return choose(x(0), d[1], d[2]);
    default:
      return 0.0;  // comparisons and logic
  }
}

Expression derivative_of_node(const Expression& f, const std::vector<Expression>& d) {
  if (f.operation() == Operation::lookup) {
    throw Error(ErrorKind::scenario, "the forcing table '" + f.name() + "' cannot be differentiated",
                "a table has no derivative between its rows",
                "choose a scheme without derivatives with respect to its time");
  }
  if (f.operand_count() > 1) return combine(f, d);
  return inside_guards(d[0], [&](const Expression& moving) { return function_derivative(f, moving); });
}

}  // namespace

Expression differentiate(const Expression& expression, const std::string& symbol) {
  NodeMap<Expression> derivatives;
  visit_operands_first(expression, [&](const Expression& e) {
    if (e.is_symbol()) {
      derivatives.emplace(e.node(), e.name() == symbol ? 1.0 : 0.0);
      return;
    }
    std::vector<Expression> of_operands;
    bool moves = false;
    for (std::size_t i = 0; i < e.operand_count(); ++i) {
      of_operands.push_back(derivatives.at(e.operand(i).node()));
      moves = moves || !is_zero_constant(of_operands.back());
    }
    derivatives.emplace(e.node(), moves ? derivative_of_node(e, of_operands) : Expression(0.0));
  });
  return derivatives.at(expression.node());
}

}  // namespace dosde
