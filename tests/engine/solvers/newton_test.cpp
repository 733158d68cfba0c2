#include "engine/solvers/newton.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "engine/ensemble/replay.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

StepProblem problem_of(const std::vector<std::pair<std::string, std::string>>& drifts) {
  StepProblem problem;
  for (const auto& [name, drift] : drifts)
    problem.rows.push_back(
        {VariableId{static_cast<std::int32_t>(problem.rows.size())}, name, parse_expression(drift), {}});
  return problem;
}

/// y of y = x + h f(t + h, y) from the states and the step given.
std::vector<double> solved(const StepProblem& problem, const std::map<std::string, double>& values) {
  const auto states = solve_for_states(problem, 1.0, present_states(problem), present_states(problem), step_symbol());
  std::vector<double> found;
  for (const auto& state : states) found.push_back(evaluate_scalar(state, {values, {}}));
  return found;
}

TEST(SolveForStates, is_exact_where_the_drift_is_affine) {
  const StepProblem problem = problem_of({{"x", "-2*x + y + 1"}, {"y", "3*x - y + 0.5*z"}, {"z", "-x - 4*z + sin(t)"}});
  const double h = 0.3;
  Eigen::Matrix3d a;
  a << -2.0, 1.0, 0.0, 3.0, -1.0, 0.5, -1.0, 0.0, -4.0;
  const Eigen::Vector3d right = Eigen::Vector3d(0.2, -0.7, 1.1) + h * Eigen::Vector3d(1.0, 0.0, std::sin(0.4 + h));
  const Eigen::Vector3d expected = (Eigen::Matrix3d::Identity() - h * a).lu().solve(right);
  const auto found = solved(problem, {{"x", 0.2}, {"y", -0.7}, {"z", 1.1}, {"t", 0.4}, {"step:", h}});
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(found[static_cast<std::size_t>(i)], expected[i], 1e-14) << i;
}

TEST(SolveForStates, meets_the_equations_of_a_stiff_loop) {
  // FitzHugh & Nagumo at ten times the longest step that Euler's scheme is stable at.
  const StepProblem problem = problem_of({{"v", "50*(v - v^3/3 - w)"}, {"w", "v + 0.7 - 0.8*w"}});
  const double h = 0.2;
  for (const double v : {-1.9, -1.2, 1.6, 2.0}) {
    const auto y = solved(problem, {{"v", v}, {"w", -0.3}, {"t", 0.0}, {"step:", h}});
    EXPECT_NEAR(y[0], v + h * 50.0 * (y[0] - y[0] * y[0] * y[0] / 3.0 - y[1]), 1e-6) << v;
    EXPECT_NEAR(y[1], -0.3 + h * (y[0] + 0.7 - 0.8 * y[1]), 1e-8) << v;
  }
}

TEST(SolveForStates, finds_the_branch_of_a_drift_that_jumps) {
  // y = x + h (-k y + 2 [y > 1]) has y = x / (1 + h k) below 1 and y = (x + 2 h) / (1 + h k) above: of the branches
  // that hold their solution, the one where the step starts.
  const double h = 0.1, k = 5.0;
  const auto below = [&](double x) { return x / (1.0 + h * k); };
  const auto above = [&](double x) { return (x + 2.0 * h) / (1.0 + h * k); };
  const StepProblem problem = problem_of({{"x", "-5*x + where(x > 1, 2, 0)"}});
  const auto y = [&](double x) { return solved(problem, {{"x", x}, {"t", 0.0}, {"step:", h}})[0]; };
  EXPECT_DOUBLE_EQ(y(0.9), below(0.9));
  EXPECT_DOUBLE_EQ(y(2.0), above(2.0));
  EXPECT_DOUBLE_EQ(y(1.2),
                   below(1.2));  // starts above and ends below: one iteration said 0.9333, a solution of neither
  ASSERT_LT(above(1.2), 1.0);
  EXPECT_DOUBLE_EQ(y(1.4), above(1.4));  // both branches hold one
  ASSERT_LT(below(1.4), 1.0);
}

TEST(SolveForStates, finds_the_solutions_of_steps_and_signs) {
  const double h = 0.25;
  const auto y = [&](const std::string& drift, double x) {
    return solved(problem_of({{"x", drift}}), {{"x", x}, {"t", 0.0}, {"step:", h}})[0];
  };
  EXPECT_DOUBLE_EQ(y("-sign(x)", 1.0), 0.75);
  EXPECT_DOUBLE_EQ(y("-sign(x)", -1.0), -0.75);
  EXPECT_DOUBLE_EQ(y("sign(x)", 0.1), 0.35);
  EXPECT_DOUBLE_EQ(y("-floor(x)", 2.1), 1.85);  // 2.1 - 2 h would lie below 2; 2.1 - h lies in [1, 2)
  // No branch of y = x - h sign(y) has a solution where 0 < |x| < h: the step would have to stay at the jump.
  EXPECT_TRUE(std::isnan(y("-sign(x)", 0.1)));
  EXPECT_TRUE(std::isnan(y("-sign(x)", -0.1)));
}

TEST(SolveForStates, leaves_rows_that_a_jump_does_not_reach_alone) {
  const StepProblem problem = problem_of({{"x", "-sign(x)"}, {"y", "-2*y + x"}, {"z", "-3*z"}});
  const auto found = solved(problem, {{"x", 0.1}, {"y", 1.0}, {"z", 1.0}, {"t", 0.0}, {"step:", 0.25}});
  EXPECT_TRUE(std::isnan(found[0]));
  EXPECT_DOUBLE_EQ(found[2], 1.0 / 1.75);
}

TEST(SolveForStates, couples_a_row_to_its_ancestors_only) {
  const StepProblem problem = problem_of({{"x", "-x^3"}, {"y", "x - y^3"}, {"z", "-z^3"}});
  const auto states = solve_for_states(problem, 1.0, present_states(problem), present_states(problem), step_symbol());
  EXPECT_EQ(symbols_of(states[0]), (std::set<std::string>{"x", "step:"}));
  EXPECT_EQ(symbols_of(states[1]), (std::set<std::string>{"x", "y", "step:"}));
  EXPECT_EQ(symbols_of(states[2]), (std::set<std::string>{"z", "step:"}));
}

TEST(SolveForStates, is_not_poisoned_by_a_branch_that_is_not_taken) {
  // y = x + h (1 - √max(y, 0)): below 0 the root's slope is that branch's 0.
  for (const char* drift : {"1 - sqrt(max(x, 0))", "1 - where(x > 0, sqrt(x), 0)", "1 - max(x, 0)^0.5"}) {
    const StepProblem problem = problem_of({{"x", drift}});
    EXPECT_DOUBLE_EQ(solved(problem, {{"x", -1.0}, {"t", 0.0}, {"step:", 0.5}})[0], -0.5) << drift;
    const double y = solved(problem, {{"x", 4.0}, {"t", 0.0}, {"step:", 0.5}})[0];
    EXPECT_NEAR(y, 4.0 + 0.5 * (1.0 - std::sqrt(y)), 1e-8) << drift;
  }
}

TEST(SolveForStates, is_not_a_number_where_newton_does_not_converge) {
  // y = x + h (1 + y^2) has no solution for x = 0, h = 0.6: 0.36 > 1/4.
  const StepProblem problem = problem_of({{"x", "1 + x^2"}});
  EXPECT_TRUE(std::isfinite(solved(problem, {{"x", 0.0}, {"t", 0.0}, {"step:", 0.4}})[0]));
  EXPECT_TRUE(std::isnan(solved(problem, {{"x", 0.0}, {"t", 0.0}, {"step:", 0.6}})[0]));
}

TEST(SolveForStates, says_so_when_a_trajectory_ends_by_it) {
  Experiment experiment;
  experiment.model.variables.resize(1);
  experiment.model.variables[0].name = "x";
  experiment.model.variables[0].drift = parse_expression("1 + x^2");
  experiment.model.variables[0].initial = Expression(0.0);
  experiment.time = {0.0, 0.6, 3};
  experiment.saves = save_at_steps(experiment.time, {0, 1, 2, 3});
  experiment.scheme = "implicit_euler_maruyama";
  experiment.scenarios = {Scenario{}};
  const Recording recording = simulate(experiment);
  ASSERT_EQ(recording.ends[0].status, TrajectoryStatus::diverged);
  EXPECT_EQ(recording.ends[0].time, 0.6);
  const DivergenceCause cause = explain_divergence(compile_run(experiment), 0, 0, recording.ends[0]);
  EXPECT_NE(cause.cause.find("Newton's method did not converge in 30 iterations"), std::string::npos) << cause.cause;
}

StepProblem persistent(StepProblem problem) {
  problem.effort = SolveEffort::persistent;
  return problem;
}

/// Robertson's reaction (Hairer & Wanner 1996, IV.1), rates from 0.04 to 3e7.
StepProblem robertson() {
  return problem_of({{"a", "-0.04*a + 1e4*b*c"}, {"b", "0.04*a - 1e4*b*c - 3e7*b^2"}, {"c", "3e7*b^2"}});
}

TEST(SolveForStates, goes_on_where_few_iterations_do_not_do) {
  for (const double h : {1e-3, 1e-2, 0.1, 1.0, 100.0}) {
    const std::map<std::string, double> start = {{"a", 1.0}, {"b", 0.0}, {"c", 0.0}, {"t", 0.0}, {"step:", h}};
    EXPECT_TRUE(std::isnan(solved(robertson(), start)[1])) << h;
    const auto y = solved(persistent(robertson()), start);
    EXPECT_NEAR(y[1] / (h * (0.04 * y[0] - 1e4 * y[1] * y[2] - 3e7 * y[1] * y[1])), 1.0, 1e-6) << h;
    EXPECT_NEAR(y[0] + y[1] + y[2], 1.0, 1e-9) << h;
    EXPECT_GT(y[1], 0.0) << h;
  }
}

TEST(SolveForStates, goes_on_less_where_that_takes_long_to_compile) {
  const auto coupled = [](int count) {
    std::string sum = "0";
    for (int i = 0; i < count; ++i) sum += " + x" + std::to_string(i);
    std::vector<std::pair<std::string, std::string>> drifts;
    for (int i = 0; i < count; ++i) drifts.emplace_back("x" + std::to_string(i), "-(" + sum + ")^3");
    return problem_of(drifts);
  };
  EXPECT_EQ(most_iterations(robertson()), newton_limit);
  EXPECT_EQ(most_iterations(coupled(20)), newton_limit);
  EXPECT_EQ(most_iterations(coupled(40)), 9);  // Σ k² of 1 to 39 is 20,540
  EXPECT_EQ(most_iterations(coupled(100)), newton_iterations);
}

TEST(SolveForStates, keeps_what_few_iterations_found) {
  // Bit for bit, and row by row: z converges, x does not, y reads x.
  const StepProblem problem = problem_of({{"x", "-x^3"}, {"y", "x - y^3"}, {"z", "-z^3"}});
  for (const double x : {0.1, 1.0, 1e3}) {
    const std::map<std::string, double> values = {{"x", x}, {"y", 0.2}, {"z", 0.3}, {"t", 0.0}, {"step:", 0.5}};
    const auto usual = solved(problem, values);
    const auto longer = solved(persistent(problem), values);
    EXPECT_EQ(std::isnan(usual[0]), x == 1e3);
    EXPECT_EQ(usual[2], longer[2]);
    if (x < 1e3) {
      EXPECT_EQ(usual, longer);
    }
    EXPECT_NEAR(longer[0] + 0.5 * std::pow(longer[0], 3), x, 1e-8 * x);
    EXPECT_NEAR(longer[1] + 0.5 * std::pow(longer[1], 3) - 0.5 * longer[0], 0.2, 1e-8);
  }
}

Experiment one_run(std::vector<Variable> variables, const std::string& scheme, double step, std::int64_t steps) {
  Experiment experiment;
  experiment.model.variables = std::move(variables);
  experiment.time = {0.0, step, steps};
  experiment.saves = save_at_steps(experiment.time, {0, steps});
  experiment.scheme = scheme;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

TEST(SolveForStates, lets_stiff_reactions_run) {
  // Radau IIA of order 5 (scipy 1.10, tolerance 1e-12) at t = 0.4. The schemes have order 1: 400 steps err by 0.1 %.
  std::vector<Variable> variables;
  for (const auto& row : robertson().rows)
    variables.push_back(make_variable(row.name, to_text(row.drift), {}, Expression(row.name == "a" ? 1.0 : 0.0)));
  for (const char* scheme : {"implicit_euler_maruyama", "split_step_implicit"}) {
    const Recording recording = simulate(one_run(variables, scheme, 1e-3, 400));
    ASSERT_EQ(recording.ends[0].status, TrajectoryStatus::done) << scheme;
    EXPECT_NEAR(recording.state(0, 0, 1, 0), 0.985172113861, 2e-5);
    EXPECT_NEAR(recording.state(0, 0, 1, 1), 3.38639537897e-05, 2e-8);
    EXPECT_NEAR(recording.state(0, 0, 1, 2), 0.0147940221852, 2e-5);
  }
}

TEST(SolveForStates, has_the_bits_of_its_formulas_whatever_the_other_lanes_need) {
  // Starts from 1e-3 to 1e4: one step of y = x - h y^3 takes from 1 to 25 iterations.
  const auto variables = {make_variable("x", "-x^3", {}, Law{"lognormal", {Expression(1.0), Expression(3.0)}})};
  Experiment experiment = one_run(variables, "implicit_euler_maruyama", 0.5, 1);
  experiment.trajectories = 200;
  const Recording recording = simulate(experiment);
  const StepProblem problem = problem_of({{"x", "-x^3"}});
  int longer = 0;
  for (std::size_t n = 0; n < 200; ++n) {
    const double x = recording.state(0, n, 0, 0);
    const std::map<std::string, double> values = {{"x", x}, {"t", 0.0}, {"step:", 0.5}};
    const double usual = solved(problem, values)[0];
    longer += std::isnan(usual) ? 1 : 0;
    EXPECT_EQ(recording.state(0, n, 1, 0), std::isnan(usual) ? solved(persistent(problem), values)[0] : usual) << x;
  }
  EXPECT_GT(longer, 20);
  EXPECT_LT(longer, 180);
}

}  // namespace
}  // namespace dosde
