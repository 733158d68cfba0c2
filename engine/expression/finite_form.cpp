#include "engine/expression/finite_form.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>
#include <variant>

#include "engine/expression/analysis.hpp"
#include "engine/expression/expression_node.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/term_collector.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

/// How many nodes may be met while collecting, in all: a bound on the time that an unlucky graph can take.
constexpr long most_effort = 1'000'000;
constexpr int most_passes = 4;

using enum Operation;

/// What a node is to be made of: a collected sum, a collected product, or (monostate) its own operands.
struct Plan {
  Expression expression;
  std::variant<std::monostate, CollectedSum, CollectedProduct> parts;
};

Plan plan_for(const Expression& e, long& effort) {
  switch (e.operation()) {
    case add:
    case subtract:
      return {e, collect_sum(e, effort)};
    case negate:
    case multiply:
    case divide:
    case integer_power:
      return {e, collect_product(e, effort)};
    default:
      return {e, {}};
  }
}

template <class Visit>
void for_each_part(const Plan& plan, const Visit& visit) {
  if (const auto* sum = std::get_if<CollectedSum>(&plan.parts)) {
    for (const auto& term : sum->terms) visit(term.part);
  } else if (const auto* product = std::get_if<CollectedProduct>(&plan.parts)) {
    for (const auto& factor : product->factors) visit(factor.part);
  } else {
    for (std::size_t i = 0; i < plan.expression.operand_count(); ++i) visit(plan.expression.operand(i));
  }
}

/// The plans of all nodes that are needed, operands before those that use them.
std::vector<Plan> make_plans(const Expression& root, long& effort) {
  std::map<std::pair<long, const ExpressionNode*>, Expression> waiting;  // highest first: a node after all its users
  const auto ask_for = [&](const Expression& e) {
    waiting.try_emplace({-static_cast<long>(e.node()->height), e.node()}, e);
  };
  ask_for(root);
  std::vector<Plan> plans;
  while (!waiting.empty()) {
    const Expression next = waiting.extract(waiting.begin()).mapped();
    plans.push_back(plan_for(next, effort));
    for_each_part(plans.back(), ask_for);
  }
  std::reverse(plans.begin(), plans.end());
  return plans;
}

template <class Weight>
using Parts = std::vector<Weighted<Weight>>;

/// The parts as they have become, in structural order.
template <class Weight>
Parts<Weight> finished(const Parts<Weight>& parts, const NodeMap<Expression>& done) {
  Parts<Weight> result;
  for (const auto& [part, weight] : parts) result.push_back({done.at(part.node()), weight});
  std::stable_sort(result.begin(), result.end(),
                   [](const auto& a, const auto& b) { return structurally_before(a.part, b.part); });
  return result;
}

/// A number as multiplier/divisor, both doubles: 2/1, 1/3.
struct Ratio {
  double multiplier = 1.0;
  double divisor = 1.0;
};

/// Notes in `is_exact` whether it had to round. Nothing where the number is beyond the doubles.
std::optional<Ratio> ratio_of(const ExactNumber& number, bool& is_exact) {
  const auto nearest = nearest_double(number);
  if (!nearest) return std::nullopt;
  if (exact(*nearest) == number) return Ratio{*nearest, 1.0};
  const auto top = nearest_double(ExactNumber(numerator(number)));
  const auto bottom = nearest_double(ExactNumber(denominator(number)));
  constexpr double largest_integer = 9007199254740992.0;  // 2^53: all integers up to here are doubles
  if (top && bottom && std::abs(*top) <= largest_integer && *bottom <= largest_integer) return Ratio{*top, *bottom};
  is_exact = false;
  return Ratio{*nearest, 1.0};
}

/// factor*part with the factor in front, as people write it: 3*x*y for 3 and x*y.
Expression scaled(double factor, const Expression& part, int depth = 0) {
  const bool is_open = part.operation() == multiply && factor != 1.0 && factor != -1.0 && depth < 32;
  if (!is_open) return factor * part;
  const bool is_second_a_product = part.operand(1).operation() == multiply;
  const std::size_t inner = is_second_a_product ? 1 : 0;
  return part.operand(1 - inner) * scaled(factor, part.operand(inner), depth + 1);
}

std::optional<Expression> build_sum(const CollectedSum& sum, const NodeMap<Expression>& done, bool& is_exact) {
  // What is added comes first and what is taken away after it, so that the text does not begin with a minus.
  const auto parts = finished(sum.terms, done);
  Expression result = 0.0;
  const auto gather = [&](const Expression& part, const ExactNumber& weight) {
    const auto ratio = ratio_of(weight > 0 ? weight : ExactNumber(-weight), is_exact);
    if (!ratio) return false;
    const Expression term = scaled(ratio->multiplier, part) / ratio->divisor;
    result = weight > 0 ? result + term : result - term;
    return true;
  };
  for (const bool is_added : {true, false}) {
    for (const auto& [part, weight] : parts) {
      if ((weight > 0) == is_added && !gather(part, weight)) return std::nullopt;
    }
    if (sum.constant != 0 && (sum.constant > 0) == is_added && !gather(1.0, sum.constant)) return std::nullopt;
  }
  return result;
}

std::optional<Expression> build_product(const CollectedProduct& product, const NodeMap<Expression>& done,
                                        bool& is_exact) {
  if (product.coefficient == 0) return Expression(0.0);
  Expression above = 1.0;
  Expression below = 1.0;
  for (const auto& [part, weight] : finished(product.factors, done)) {
    Expression& side = weight > 0 ? above : below;
    const Expression factor = Expression::make_integer_power(part, std::abs(weight));
    side = side.is_constant(1.0) ? factor : side * factor;
    if (part.is_constant(0.0) && weight > 0) return Expression(0.0);
  }
  const auto ratio = ratio_of(product.coefficient, is_exact);
  if (!ratio) return std::nullopt;
  return scaled(ratio->multiplier, above) / scaled(ratio->divisor, below);
}

/// What holds of the other operations if their operands are finite.
Expression simplify_function(const Expression& e) {
  const auto x = [&e](std::size_t i) -> const Expression& { return e.operand(i); };
  switch (e.operation()) {
    case fused_multiply_add:
      return x(0) * x(1) + x(2);
    case where:
      return x(1).is_same(x(2)) ? x(1) : e;
    case less:
    case not_equal:
      return x(0).is_same(x(1)) ? Expression(0.0) : e;
    case less_equal:
    case equal:
      return x(0).is_same(x(1)) ? Expression(1.0) : e;
    case logical_and:
      return x(0).is_constant(0.0) ? Expression(0.0) : e;
    case logical_or:
      return x(0).is_constant() && x(0).value() != 0.0 ? Expression(1.0) : e;
    case log:
      return x(0).operation() == exp ? x(0).operand(0) : e;
    case exp:
      return x(0).operation() == log ? x(0).operand(0) : e;
    default:
      return e;
  }
}

Expression build(const Plan& plan, const NodeMap<Expression>& done, bool& is_exact) {
  std::optional<Expression> result;
  if (const auto* sum = std::get_if<CollectedSum>(&plan.parts)) {
    result = build_sum(*sum, done, is_exact);
  } else if (const auto* product = std::get_if<CollectedProduct>(&plan.parts)) {
    result = build_product(*product, done, is_exact);
  } else {
    result = simplify_function(rebuild(plan.expression, done));
  }
  return result ? *result : plan.expression;  // coefficients beyond the doubles: as it was
}

}  // namespace

FiniteForm finite_form(const Expression& expression) {
  FiniteForm form{expression};
  long effort = most_effort;
  for (int pass = 0; pass < most_passes; ++pass) {
    NodeMap<Expression> done;
    for (const Plan& plan : make_plans(form.expression, effort)) {
      done.emplace(plan.expression.node(), build(plan, done, form.is_exact));
    }
    const Expression result = done.at(form.expression.node());
    if (result.is_same(form.expression)) break;
    form.expression = result;
  }
  return form;
}

Expression assume_finite(const Expression& expression) { return finite_form(expression).expression; }

}  // namespace dosde
