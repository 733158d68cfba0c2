#pragma once

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/analysis/moment_run.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {

/// What the integrator's tolerance of 1e-10 a step comes to over the runs here.
inline constexpr double moment_tolerance = 1e-8;

/// From t = 0 on in so many steps, of which every so many is saved.
inline Experiment moment_experiment(std::vector<Variable> variables, double stop, std::int64_t steps,
                                    std::int64_t every) {
  Experiment experiment;
  experiment.model.variables = std::move(variables);
  experiment.time = {0.0, stop / static_cast<double>(steps), steps};
  experiment.saves = save_every(experiment.time, every);
  experiment.scheme = "moments";
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// The solution of an experiment, by place.
class SolvedMoments {
 public:
  explicit SolvedMoments(const Experiment& experiment)
      : moments_(compile_moments(experiment)), found_(solve_moments(moments_)) {}

  [[nodiscard]] MomentForm form() const { return moments_.form; }
  [[nodiscard]] const MomentRun& moments() const { return moments_; }
  [[nodiscard]] const std::string& reason() const { return moments_.run.scheme.reason; }
  [[nodiscard]] double time(std::size_t save) const { return moments_.run.shape.save_times[save]; }
  [[nodiscard]] std::size_t saves() const { return moments_.run.shape.save_times.size(); }
  [[nodiscard]] const TrajectoryEnd& end(std::size_t scenario) const { return found_.ends[scenario]; }
  [[nodiscard]] const std::string& cause(std::size_t scenario) const { return found_.causes[scenario]; }
  [[nodiscard]] double mean(std::size_t scenario, std::size_t save, std::size_t column) const {
    return found_.mean[(scenario * saves() + save) * columns() + column];
  }
  [[nodiscard]] double covariance(std::size_t scenario, std::size_t save, std::size_t a, std::size_t b) const {
    return found_.covariance[((scenario * saves() + save) * columns() + a) * columns() + b];
  }

 private:
  [[nodiscard]] std::size_t columns() const { return moments_.run.shape.columns.size(); }
  MomentRun moments_;
  MomentSolution found_;
};

/// The moments of two variables.
struct LoopLaw {
  std::array<double, 2> mean;
  double xx, xy, yy;
};

/// The feedback loop dx = (-x + y/2 + shift) dt + dV, dy = (-x - y) dt + dW a time later: A = [[-1, 1/2], [-1, -1]],
/// with the stationary covariance (11/24, -1/12, 7/12).
inline LoopLaw loop_later(const LoopLaw& law, double h, double shift = 0.0) {
  const double w = std::sqrt(0.5), d = std::exp(-h);
  const double e[2][2] = {{d * std::cos(w * h), 0.5 * d * std::sin(w * h) / w},
                          {-d * std::sin(w * h) / w, d * std::cos(w * h)}};
  // The rest point: -x + y/2 = -shift, y = -x.
  const std::array<double, 2> rest = {shift / 1.5, -shift / 1.5};
  const std::array<double, 2> off = {law.mean[0] - rest[0], law.mean[1] - rest[1]};
  const double from[2][2] = {{law.xx - 11.0 / 24.0, law.xy + 1.0 / 12.0}, {law.xy + 1.0 / 12.0, law.yy - 7.0 / 12.0}};
  double to[2][2] = {};
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j)
      for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t l = 0; l < 2; ++l) to[i][j] += e[i][k] * from[k][l] * e[j][l];
  return {{rest[0] + e[0][0] * off[0] + e[0][1] * off[1], rest[1] + e[1][0] * off[0] + e[1][1] * off[1]},
          to[0][0] + 11.0 / 24.0,
          to[0][1] - 1.0 / 12.0,
          to[1][1] + 7.0 / 12.0};
}

/// Compares x and y at a save.
inline void expect_law(const SolvedMoments& solved, std::size_t scenario, std::size_t save, const LoopLaw& law) {
  const std::string place = "scenario " + std::to_string(scenario) + ", t = " + std::to_string(solved.time(save));
  EXPECT_NEAR(solved.mean(scenario, save, 0), law.mean[0], moment_tolerance) << place;
  EXPECT_NEAR(solved.mean(scenario, save, 1), law.mean[1], moment_tolerance) << place;
  EXPECT_NEAR(solved.covariance(scenario, save, 0, 0), law.xx, moment_tolerance) << place;
  EXPECT_NEAR(solved.covariance(scenario, save, 0, 1), law.xy, moment_tolerance) << place;
  EXPECT_NEAR(solved.covariance(scenario, save, 1, 0), law.xy, moment_tolerance) << place;
  EXPECT_NEAR(solved.covariance(scenario, save, 1, 1), law.yy, moment_tolerance) << place;
}

/// The loop of `loop_later`.
inline Experiment moment_loop() {
  return moment_experiment(
      {make_variable("x", "-x + 0.5*y", {{"x", Expression(1.0)}}, Expression(1.0)),
       make_variable("y", "-x - y", {{"y", Expression(1.0)}}, Law{"uniform", {Expression(-1.0), Expression(2.0)}})},
      4.0, 40, 5);
}

/// Predator and prey with noise that scales with its strength.
inline Experiment predator_prey(double strength) {
  Experiment experiment = moment_experiment(
      {make_variable("prey", "prey*(1 - 0.2*prey) - prey*hunter/(1 + prey)", {{"prey", parse_expression("e*prey")}},
                     Expression(2.0)),
       make_variable("hunter", "0.6*prey*hunter/(1 + prey) - 0.3*hunter",
                     {{"hunter", parse_expression("e*hunter")}, {"prey", parse_expression("0.5*e")}}, Expression(1.0))},
      8.0, 800, 200);
  experiment.model.parameters = {make_parameter("e", Expression(strength))};
  experiment.scenarios.resize(2);
  experiment.scenarios[1].name = "clamped";
  experiment.scenarios[1].interventions = {
      make_intervention("clamp", "prey", {{"value", formula("1 + 0.1*t")}}, {2.0, 5.0, {}})};
  return experiment;
}

}  // namespace dosde
