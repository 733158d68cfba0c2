#include "engine/expression/analysis.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

/// dX1 = dW, dX2 = X1 o dW.
Model shared_stratonovich() {
  Model model;
  model.calculus = Calculus::stratonovich;
  model.variables = {variable("x1", "0", {{"w", "1"}}), variable("x2", "0", {{"w", "x1"}})};
  return model;
}

// dX2 = X1 dW + ½ dt. do(X1 = 1) on the Itô form keeps the ½: the mean of X2(1) is ½. Converting after the intervention
// would lose it.
TEST(ToIto, comes_before_interventions_and_the_order_matters) {
  const Model ito = to_ito(shared_stratonovich());
  EXPECT_EQ(ito.calculus, Calculus::ito);
  expect_formula(ito.variables[0].drift, "0");
  expect_formula(ito.variables[1].drift, "0.5");

  const std::vector<Intervention> clamp = {intervention("clamp", {"x1"}, {{"value", value("1")}})};
  const MechanismSet right = rewritten(clamp, ito);
  expect_clamped(right[0], "1");
  expect_formula(right[1].drift, "0.5");
  expect_noise(right[1], {{"w", "1"}});

  Model clamped_first = shared_stratonovich();
  clamped_first.variables[1].noise[0].loading = formula("1");
  expect_formula(to_ito(clamped_first).variables[1].drift, "0");
}

TEST(ToIto, interventions_refuse_a_model_in_stratonovich_form) {
  EXPECT_THROW(build_timeline(shared_stratonovich(), {}, ten()), Error);
}

TEST(ToIto, corrects_multiplicative_noise) {
  Model model;
  model.calculus = Calculus::stratonovich;
  model.variables = {variable("x", "m*x", {{"x", "s*x"}})};
  model.parameters = {parameter("m", "1"), parameter("s", "0.2")};
  const Expression drift = to_ito(model).variables[0].drift;
  EXPECT_EQ(is_zero(drift - formula("m*x + 0.5*s^2*x")), Proof::proven) << to_text(drift);
}

// ½ Σ_k Σ_j σ_jk ∂σ_ik/∂x_j with two sources and two rows: only rows that meet the source count.
TEST(ToIto, sums_over_rows_that_meet_the_source) {
  Model model;
  model.calculus = Calculus::stratonovich;
  model.variables = {variable("x", "1", {{"w", "y^2"}, {"v", "x*y"}}), variable("y", "2", {{"w", "x"}})};
  const Model ito = to_ito(model);
  EXPECT_EQ(is_zero(ito.variables[0].drift - formula("1 + 0.5*(x*2*y + x*y*y)")), Proof::proven);
  EXPECT_EQ(is_zero(ito.variables[1].drift - formula("2 + 0.5*y^2")), Proof::proven);
}

TEST(ToIto, leaves_an_ito_model_alone_and_commutes_with_resolve) {
  const Model model = feedback_pair();
  EXPECT_TRUE(to_ito(model).variables[1].drift.is_same(model.variables[1].drift));
  Model driven = shared_stratonovich();
  driven.inputs = {Table{"dose", {0.0}, {2.0}, Interpolation::previous}};
  driven.variables[1].noise[0].loading = formula("dose*x1");
  const Model one = resolve(to_ito(driven));
  const Model other = to_ito(resolve(driven));
  EXPECT_TRUE(one.variables[1].drift.is_same(other.variables[1].drift));
}

}  // namespace
}  // namespace dosde
