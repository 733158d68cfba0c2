#include "engine/causal/law.hpp"

#include <cmath>

#include "engine/expression/scalar.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

/// Valid for every registered law: the first arguments of (0.3, 0.4).
std::vector<Expression> example_arguments(const LawKind& kind) {
  std::vector<Expression> arguments = {Expression(0.3), Expression(0.4)};
  arguments.resize(kind.argument_names.size());
  return arguments;
}

double draw(const LawKind& kind, double u) {
  return evaluate_scalar(kind.quantile(example_arguments(kind), Expression::symbol("u")), Point{{{"u", u}}, {}});
}

TEST(Laws, the_quantile_never_decreases_so_that_draws_of_two_laws_are_comonotone) {
  for (const auto& kind : law_registry())
    for (int i = 1; i < 200; ++i) EXPECT_LE(draw(kind, (i - 0.5) / 200.0), draw(kind, (i + 0.5) / 200.0)) << kind.name;
}

// The midpoint rule in u with 20,000 points. What it misses is the tails beyond z = 4.06, at most 5e-4 of the second
// moment of lognormal(0.3, 0.4).
TEST(Laws, mean_and_variance_are_those_of_the_quantile) {
  constexpr int count = 20000;
  for (const auto& kind : law_registry()) {
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < count; ++i) {
      const double x = draw(kind, (i + 0.5) / count);
      sum += x;
      squares += x * x;
    }
    const double mean = evaluate_scalar(kind.mean(example_arguments(kind)), {});
    const double variance = evaluate_scalar(kind.variance(example_arguments(kind)), {});
    EXPECT_NEAR(sum / count, mean, 1e-3 * std::abs(mean)) << kind.name;
    EXPECT_NEAR(squares / count - sum / count * sum / count, variance, 3e-3 * variance) << kind.name;
  }
}

TEST(Laws, a_draw_is_the_quantile_as_a_formula_of_the_uniform) {
  const Expression u = Expression::symbol("u");
  expect_formula(draw_from({"normal", {formula("m"), formula("s")}}, u), "m + s*inverse_normal(u)");
  expect_formula(draw_from({"uniform", {formula("low"), formula("high")}}, u), "low + (high - low)*u");
  expect_formula(draw_from({"lognormal", {formula("m"), formula("s")}}, u), "exp(m + s*inverse_normal(u))");
  expect_formula(draw_from({"bernoulli", {formula("p")}}, u), "where(u > 1 - p, 1, 0)");
}

TEST(Laws, senseless_literal_arguments_are_complained_of) {
  const auto complaint = [](const std::string& name, const std::vector<Expression>& arguments) {
    return find_law(name)->complaint(arguments);
  };
  EXPECT_THAT(complaint("normal", {0.0, -1.0}), testing::HasSubstr("negative"));
  EXPECT_THAT(complaint("uniform", {2.0, 1.0}), testing::HasSubstr("above its high end"));
  EXPECT_THAT(complaint("lognormal", {0.0, -1.0}), testing::HasSubstr("negative"));
  EXPECT_THAT(complaint("exponential", {0.0}), testing::HasSubstr("not positive"));
  EXPECT_THAT(complaint("bernoulli", {1.5}), testing::HasSubstr("between 0 and 1"));
  for (const auto& kind : law_registry()) EXPECT_EQ(kind.complaint(example_arguments(kind)), "") << kind.name;
}

TEST(Laws, what_is_said_never_to_be_negative_is_not) {
  for (const auto& kind : law_registry()) {
    if (kind.is_never_negative(example_arguments(kind))) {
      EXPECT_GE(draw(kind, 1e-12), 0.0) << kind.name;
    }
  }
  EXPECT_FALSE(find_law("normal")->is_never_negative({5.0, 1.0}));
  EXPECT_FALSE(find_law("uniform")->is_never_negative({-0.1, 1.0}));
}

TEST(Laws, unknown_names_are_not_found) {
  EXPECT_EQ(find_law("gaussian"), nullptr);
  EXPECT_THROW(draw_from({"gaussian", {}}, Expression::symbol("u")), Error);
}

}  // namespace
}  // namespace dosde
