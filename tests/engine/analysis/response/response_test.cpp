#include "engine/analysis/response/response.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "engine/core/error.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

const Eigen::Matrix3d linear_part{{-1.0, 0.5, 0.0}, {-1.0, -1.0, 0.3}, {0.4, 0.0, -2.0}};

/// dX = (A X + b) dt + S dW with a source that two rows share; 30 time units are forgotten before the long run.
Experiment linear_experiment() {
  Experiment experiment;
  experiment.model.variables = {
      make_variable("x", "-x + 0.5*y", {{"x", parse_expression("0.5")}}, Expression(0.0)),
      make_variable("y", "-x - y + 0.3*z + 1", {{"weather", parse_expression("0.4")}, {"y", parse_expression("0.2")}},
                    Expression(0.0)),
      make_variable("z", "0.4*x - 2*z", {{"weather", parse_expression("0.3")}}, Expression(0.0))};
  experiment.time = {0.0, 0.03125, 1920};
  experiment.saves = save_every(experiment.time, 16);
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = 300;
  experiment.seed = 5;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(Response, of_a_linear_model_to_clamps_is_known) {
  const Response response = estimate_response(linear_experiment(), {});
  for (int target = 0; target < 3; ++target) {
    // -A_RR⁻¹ A_RI: the fixed point of the other rows, of Euler-Maruyama's too; what is left of the start is e^-30.
    const std::vector<int> rest = {(target + 1) % 3, (target + 2) % 3};
    const Eigen::Vector2d expected =
        -linear_part(rest, rest).partialPivLu().solve(linear_part(rest, std::vector<int>{target}));
    for (int k = 0; k < 2; ++k) {
      const auto place = static_cast<std::size_t>(3 * rest[static_cast<std::size_t>(k)] + target);
      EXPECT_NEAR(response.long_run.effect[place], expected(k), 1e-9);
      EXPECT_NEAR(response.at[0].effect[place], expected(k), 1e-9);
      EXPECT_LT(response.long_run.error[place], 1e-14);  // the same in every world
      EXPECT_LT(std::fabs(response.change[place]), 1e-9);
      EXPECT_LT(std::fabs(response.long_run.variance_effect[place]), 1e-13);
    }
    EXPECT_NEAR(response.long_run.effect[static_cast<std::size_t>(4 * target)], 1.0, 1e-13);
  }
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const auto place = static_cast<std::size_t>(3 * row + column);
      EXPECT_DOUBLE_EQ(response.direct_drift[place], linear_part(row, column));
      EXPECT_LT(response.direct_drift_error[place], 1e-15);
    }
  }
  EXPECT_EQ(response.long_run.pairs, (std::vector<std::int64_t>{300, 300, 300}));
}

TEST(Response, of_a_linear_model_to_shifts_is_the_inverse) {
  ResponseRequest request;
  request.kind = ResponseKind::shift;
  request.horizons = {1.0};
  const Response response = estimate_response(linear_experiment(), request);
  const Eigen::Matrix3d expected = -linear_part.inverse();
  // At t = 1, 32 steps on: Σ_k (I + hA)^k h.
  Eigen::Matrix3d power = Eigen::Matrix3d::Identity();
  Eigen::Matrix3d early = Eigen::Matrix3d::Zero();
  for (int step = 0; step < 32; ++step) {
    early += 0.03125 * power;
    power = power * (Eigen::Matrix3d::Identity() + 0.03125 * linear_part);
  }
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      const auto place = static_cast<std::size_t>(3 * row + column);
      EXPECT_NEAR(response.long_run.effect[place], expected(row, column), 1e-9);
      EXPECT_NEAR(response.at[0].effect[place], early(row, column), 1e-12);
    }
  }
  EXPECT_EQ(response.horizons, std::vector<double>{1.0});
}

/// The covariance of Euler-Maruyama: Σ = (I + hA) Σ (I + hA)ᵀ + h Q (F4), iterated.
Eigen::Matrix3d covariance(const Eigen::Matrix3d& loadings) {
  const Eigen::Matrix3d step = Eigen::Matrix3d::Identity() + 0.03125 * linear_part;
  Eigen::Matrix3d sigma = Eigen::Matrix3d::Zero();
  for (int k = 0; k < 5000; ++k) sigma = step * sigma * step.transpose() + 0.03125 * loadings * loadings.transpose();
  return sigma;
}

/// Scaled noise leaves means and changes variances: k = 4.5 standard errors (18 numbers; false alarms 1e-4).
TEST(Response, to_scaled_noise_is_in_the_variances) {
  ResponseRequest request;
  request.kind = ResponseKind::scale_noise;
  request.size = 2.0;
  const Response response = estimate_response(linear_experiment(), request);
  Eigen::Matrix3d loadings{{0.5, 0.0, 0.0}, {0.0, 0.4, 0.2}, {0.0, 0.3, 0.0}};  // sources x, weather, y
  for (int column = 0; column < 3; ++column) {
    Eigen::Matrix3d scaled = loadings;
    scaled.row(column) *= 2.0;
    const Eigen::Matrix3d expected = covariance(scaled) - covariance(loadings);
    for (int row = 0; row < 3; ++row) {
      const auto place = static_cast<std::size_t>(3 * row + column);
      EXPECT_NEAR(response.long_run.variance_effect[place], expected(row, row),
                  4.5 * response.long_run.variance_error[place]);
      EXPECT_GT(expected(row, row), 3.0 * response.long_run.variance_error[place]);  // it would be seen
      EXPECT_LT(std::fabs(response.long_run.effect[place]), 4.5 * response.long_run.error[place]);
    }
  }
}

/// The double well of F14, dx = (x - x³) dt + 0.7 dW: E x² = 0.832233, so the mean derivative is 1 - 3 E x² =
/// -1.496699; k = 4.5, and 0.02 for the step. A loading that names a state has its own direct effect.
TEST(Response, direct_effects_are_averages_over_visited_states) {
  Experiment experiment;
  experiment.model.variables = {make_variable("x", "x - x^3", {{"x", parse_expression("0.7")}}, Expression(1.0)),
                                make_variable("y", "-y", {{"y", parse_expression("0.2*x")}}, Expression(0.0))};
  experiment.time = {0.0, 0.015625, 6400};
  experiment.saves = save_every(experiment.time, 32);
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = 300;
  experiment.scenarios = {Scenario{}};
  const Response response = estimate_response(experiment, {});
  EXPECT_GT(response.direct_drift_error[0], 0.0);
  EXPECT_NEAR(response.direct_drift[0], -1.496699, 4.5 * response.direct_drift_error[0] + 0.02);
  EXPECT_DOUBLE_EQ(response.direct_noise[4 + 2], 0.2);  // source y, child y, parent x
  EXPECT_EQ(response.direct_noise[4 + 3], 0.0);
  // x drives the noise of y: no effect on its mean, one on its variance, which is x² 0.04 / 2 where x is held.
  EXPECT_NEAR(response.long_run.effect[2], 0.0, 4.5 * response.long_run.error[2]);
  const double held = response.value[0];
  const double expected = 0.02 * ((held + response.size[0]) * (held + response.size[0]) - held * held);
  EXPECT_NEAR(response.long_run.variance_effect[2], expected,
              4.5 * response.long_run.variance_error[2] + 0.01 * expected);
}

TEST(Response, leaves_out_what_the_reference_clamps) {
  Experiment experiment = linear_experiment();
  experiment.scenarios.push_back({});
  experiment.scenarios[1].name = "held";
  experiment.scenarios[1].interventions = {make_intervention("clamp", "z", {{"value", formula("1")}})};
  ResponseRequest request;
  request.scenario = "held";
  const Response response = estimate_response(experiment, request);
  EXPECT_EQ(response.intervened, (std::vector<std::size_t>{0, 1}));
  EXPECT_NEAR(response.long_run.effect[0 * 2 + 1], 0.5, 1e-9);
  EXPECT_NEAR(response.long_run.effect[1 * 2 + 0], -1.0, 1e-9);
  EXPECT_EQ(response.long_run.effect[2 * 2 + 0], 0.0);      // z is held
  EXPECT_DOUBLE_EQ(response.direct_drift[1 * 3 + 2], 0.3);  // an edge from a held variable is one
  EXPECT_EQ(response.direct_drift[2 * 3 + 0], 0.0);         // into it there is none
}

std::string refusal(const Experiment& experiment, const ResponseRequest& request) {
  try {
    estimate_response(experiment, request);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

TEST(Response, refuses_what_has_none) {
  const auto with = [](auto change) {
    ResponseRequest request;
    change(request);
    return request;
  };
  const Experiment experiment = linear_experiment();
  EXPECT_THAT(refusal(experiment, with([](auto& r) { r.scenario = "observd"; })),
              HasSubstr("Did you mean 'observed'?"));
  EXPECT_THAT(refusal(experiment, with([](auto& r) { r.horizons = {1.01}; })), HasSubstr("The nearest is 1."));
  EXPECT_THAT(refusal(experiment, with([](auto& r) { r.long_run_from = 59.0; })),
              HasSubstr("fewer than four save times"));
  Experiment changed = experiment;
  changed.pairing = Pairing::independent;
  EXPECT_THAT(refusal(changed, {}), HasSubstr("same noise"));
  changed = experiment;
  changed.scheme = "moments";
  EXPECT_THAT(refusal(changed, {}), HasSubstr("asks for moments"));
  changed = experiment;
  changed.scenarios[0].interventions = {Intervention{"clamp", {"x", "y", "z"}, {}, {{"value", formula("1")}}, {}}};
  EXPECT_THAT(refusal(changed, {}), HasSubstr("clamps every variable"));
  changed = experiment;
  changed.model.variables[2].drift = parse_expression("z^2 + 5");
  EXPECT_THAT(refusal(changed, {}), HasSubstr("reaches the end"));
}

}  // namespace
}  // namespace dosde
