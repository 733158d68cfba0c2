#include "engine/analysis/abstraction/equilibrium_scm.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "engine/analysis/abstraction/noise_scales.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

struct Mechanisms {
  Model model;
  MechanismSet set;
};

Mechanisms mechanisms_of(std::vector<Variable> variables, const std::vector<Intervention>& interventions = {}) {
  Experiment experiment = experiment_of(std::move(variables));
  experiment.scenarios[0].interventions = interventions;
  const CompiledRun run = compile_run(experiment);
  return {run.model, structural_rows(run.timelines.front().mechanism_sets.front(), uniform_parameters(run.model))};
}

EquilibriumScm scm_of(const Mechanisms& mechanisms, std::vector<double> scales = {}) {
  scales.resize(mechanisms.set.size(), 1.0);
  return EquilibriumScm(mechanisms.model, mechanisms.set, scales);
}

std::vector<Variable> two_cycle() {
  return {make_variable("x1", "-x1 + 0.5*x2", noise("x1", "1"), Expression(0.0)),
          make_variable("x2", "-x1 - x2", noise("x2", "1"), Expression(0.0))};
}

const Matrix two_cycle_covariance{{11.0 / 24.0, -1.0 / 12.0}, {-1.0 / 12.0, 7.0 / 12.0}};

TEST(EquilibriumScm, is_a_formula_where_a_row_is_affine_in_its_own_variable) {
  const Mechanisms mechanisms = mechanisms_of({make_variable("x", "2*y^2 - 4*x + 1", noise("x", "1"), Expression(0.0)),
                                               make_variable("y", "x - (1 + x^2)*y", noise("y", "1"), Expression(0.0)),
                                               make_variable("z", "x - z - z^3", noise("z", "1"), Expression(0.0))});
  EquilibriumScm scm = scm_of(mechanisms);
  EXPECT_TRUE(scm.is_symbolic(0) && scm.is_symbolic(1));
  EXPECT_FALSE(scm.is_symbolic(2));
  EXPECT_FALSE(scm.is_affine());
  EXPECT_THAT(scm.assignment(2), HasSubstr("the zero of"));
  // ε = x - F(x), with z = 1 the zero of 2 - z - z³.
  const Vector noise = scm.noise_of(Vector{{2.0, 3.0, 4.0}});
  EXPECT_NEAR(noise[0], 2.0 - 19.0 / 4.0, 1e-14);
  EXPECT_NEAR(noise[1], 3.0 - 2.0 / 5.0, 1e-14);
  EXPECT_NEAR(noise[2], 3.0, 1e-12);
  Vector x{{2.1, 2.9, 3.0}};
  EXPECT_TRUE(scm.solve(x, noise));
  EXPECT_LT((x - Vector{{2.0, 3.0, 4.0}}).norm(), 1e-10);
}

TEST(EquilibriumScm, of_a_two_cycle_is_told_in_plain_formulas) {
  const EquilibriumScm scm = scm_of(mechanisms_of(two_cycle()));
  EXPECT_EQ(scm.assignment(0), "0.5*x2");
  EXPECT_EQ(scm.assignment(1), "-x1");
  EXPECT_TRUE(scm.is_affine());
}

/// C7: Cov ε = (I - B) Σ (I - B)ᵀ; without an intervention the law comes back, under do(x1) Var x2 = 7/8.
TEST(EquilibriumScm, laws_of_a_two_cycle_are_known) {
  EquilibriumScm observed = scm_of(mechanisms_of(two_cycle()));
  const GaussianLaw noise = observed.noise_law({Vector::Zero(2), two_cycle_covariance});
  const Matrix rows{{1.0, -0.5}, {1.0, 1.0}};
  EXPECT_LT((noise.covariance - rows * two_cycle_covariance * rows.transpose()).norm(), 1e-14);
  EXPECT_LT((observed.solution_law(noise).covariance - two_cycle_covariance).norm(), 1e-14);
  EquilibriumScm held =
      scm_of(mechanisms_of(two_cycle(), {make_intervention("clamp", "x1", {{"value", formula("2")}})}), {0.0, 1.0});
  const GaussianLaw law = held.solution_law(noise);
  EXPECT_LT((law.mean - Vector{{2.0, -2.0}}).norm(), 1e-14);
  EXPECT_NEAR(law.covariance(1, 1), 0.875, 1e-14);
  EXPECT_EQ(law.covariance(0, 0), 0.0);
}

/// The mean-level model commutes with every clamp of a linear model: x = -A_RR⁻¹ (A_RI c + b_R).
TEST(EquilibriumScm, means_of_a_linear_model_under_clamps_are_known) {
  const Matrix a{{-1.0, 0.5, 0.0}, {-1.0, -1.0, 0.3}, {0.4, 0.0, -2.0}};
  const Vector b{{0.0, 1.0, -0.5}};
  const std::vector<std::string> names = {"x", "y", "z"};
  const std::vector<Variable> variables = {make_variable("x", "-x + 0.5*y", noise("x", "1"), Expression(0.0)),
                                           make_variable("y", "-x - y + 0.3*z + 1", noise("y", "1"), Expression(0.0)),
                                           make_variable("z", "0.4*x - 2*z - 0.5", noise("z", "1"), Expression(0.0))};
  for (int target = 0; target < 3; ++target) {
    EquilibriumScm scm = scm_of(mechanisms_of(
        variables, {make_intervention("clamp", names[static_cast<std::size_t>(target)], {{"value", formula("1.5")}})}));
    Vector x = Vector::Zero(3);
    ASSERT_TRUE(scm.solve(x, Vector::Zero(3)));
    const std::vector<int> rest = {(target + 1) % 3, (target + 2) % 3};
    const Vector expected = -a(rest, rest).partialPivLu().solve(Vector(1.5 * a(rest, target) + b(rest)));
    EXPECT_LT((x(rest) - expected).norm(), 1e-12);
    EXPECT_EQ(x[target], 1.5);
  }
}

TEST(EquilibriumScm, a_policy_is_an_assignment_without_noise) {
  EquilibriumScm scm = scm_of(
      mechanisms_of(two_cycle(), {make_intervention("clamp", "x1", {{"value", formula("1 + 0.5*x2")}})}), {0.0, 1.0});
  Vector x = Vector::Zero(2);
  ASSERT_TRUE(scm.solve(x, Vector{{9.0, 0.3}}));  // x1 = 1 + x2/2, x2 = -x1 + 0.3
  EXPECT_NEAR(x[1], -0.7 / 1.5, 1e-12);
  EXPECT_NEAR(x[0], 1.0 - 0.35 / 1.5, 1e-12);
  EXPECT_EQ(scm.noise_of(Vector{{5.0, 5.0}})[0], 0.0);
}

TEST(EquilibriumScm, what_it_has_no_answer_to) {
  // Integral control: the rate of u does not depend on u.
  const EquilibriumScm none = scm_of(mechanisms_of({make_variable("x", "u - x", noise("x", "1"), Expression(0.0)),
                                                    make_variable("u", "1 - x", noise("u", "0.1"), Expression(0.0))}));
  EXPECT_THAT(none.objection(), HasSubstr("the drift of 'u' does not depend on 'u'"));
  // A double well has three zeros; next to one of them only one.
  EquilibriumScm well = scm_of(mechanisms_of({make_variable("x", "x - x^3", noise("x", "1"), Expression(0.0))}));
  EXPECT_THAT(well.second_zeros(Vector{{0.5}}, Vector{{5.0}}), HasSubstr("3 zeros"));
  EXPECT_EQ(well.second_zeros(Vector{{1.0}}, Vector{{0.5}}), "");
  // x = 1 + x: no solution.
  EquilibriumScm apart = scm_of(mechanisms_of({make_variable("x", "y - x + 1", noise("x", "1"), Expression(0.0)),
                                               make_variable("y", "x - y", noise("y", "1"), Expression(0.0))}));
  Vector x = Vector::Zero(2);
  EXPECT_FALSE(apart.solve(x, Vector::Zero(2)));
  // The zero of exp(z) + y in z is gone for positive y.
  EquilibriumScm gone = scm_of(mechanisms_of({make_variable("z", "exp(z) + y", noise("z", "1"), Expression(0.0)),
                                              make_variable("y", "-y", noise("y", "1"), Expression(0.0))}));
  EXPECT_FALSE(gone.noise_of(Vector{{0.0, 1.0}}).allFinite());
}

/// x = 0.8 max(x - 1, 0) + 1.5 has the one zero 3.5; its slope at 0 knows nothing of it.
TEST(EquilibriumScm, is_no_formula_where_a_row_has_a_jump_or_a_kink) {
  EquilibriumScm scm =
      scm_of(mechanisms_of({make_variable("x", "1.5 - x + 0.8*max(x - 1, 0)", noise("x", "0.1"), Expression(0.0))}));
  EXPECT_FALSE(scm.is_symbolic(0));
  EXPECT_FALSE(scm.is_affine());
  Vector x = Vector::Constant(1, 1.2);
  EXPECT_TRUE(scm.solve(x, Vector::Zero(1)));
  EXPECT_NEAR(x[0], 3.5, 1e-10);
  EXPECT_TRUE(scm_of(mechanisms_of({make_variable("x", "y - x", noise("x", "1"), Expression(0.0)),
                                    make_variable("y", "sign(x) - y", noise("y", "1"), Expression(0.0))}))
                  .is_symbolic(1));  // in its own variable it is a line
}

TEST(NoiseScales, are_what_a_scenario_makes_of_the_noise) {
  const std::vector<Variable> variables = {
      make_variable("x", "-x", {{"w", parse_expression("0.5*y")}, {"v", parse_expression("0.2")}}, Expression(0.0)),
      make_variable("y", "-y", noise("y", "1"), Expression(0.0))};
  const Mechanisms reference = mechanisms_of(variables);
  const auto scales_under = [&](const Intervention& intervention) {
    return compare_noise(reference.model, reference.set, mechanisms_of(variables, {intervention}).set);
  };
  const NoiseScales tripled = scales_under(make_intervention("scale_noise", "x", {{"factor", formula("3")}}));
  EXPECT_DOUBLE_EQ(tripled.scales[0], 3.0);  // a quotient of numbers
  EXPECT_EQ(tripled.scales[1], 1.0);
  EXPECT_EQ(tripled.objection, "");
  EXPECT_EQ(scales_under(make_intervention("scale_noise", "y", {{"factor", formula("0")}})).scales,
            (std::vector<double>{1.0, 0.0}));
  EXPECT_EQ(scales_under(make_intervention("clamp", "y", {{"value", formula("2")}})).scales.back(), 0.0);
  const auto replaced = scales_under(
      make_intervention("replace", "x", {{"noise", std::vector<NoiseTerm>{{"w", parse_expression("1 + y")}}}}));
  EXPECT_THAT(replaced.objection, HasSubstr("the noise of 'x'"));
}

}  // namespace
}  // namespace dosde
