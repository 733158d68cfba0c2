#include "tests/engine/solvers/weak_order.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "engine/ensemble/run.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/iterated_step.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "tests/engine/solvers/summed_areas.hpp"

// Weak orders without sampling: for a linear SDE a scheme is u' = R(ξ) u with R a polynomial in the normals ξ, so the
// second moments evolve exactly by P' = E[R P Rᵀ], and Gauss–Hermite quadrature takes that expectation exactly. The
// third component of u is the constant 1, so that additive noise is linear too.
// (Kloeden & Platen 1992, 14; the protocol is deterministic.)

namespace dosde {
namespace {

/// A random number with finitely many values: a rule for expectations.
struct Rule {
  std::vector<double> values;
  std::vector<double> chances;
};

/// Five-point Gauss–Hermite rule for N(0,1): exact to degree 9.
const Rule normal = {
    {-2.8569700138728056, -1.3556261799742657, 0.0, 1.3556261799742657, 2.8569700138728056},
    {0.011257411327720691, 0.22207592200561263, 0.53333333333333333, 0.22207592200561263, 0.011257411327720691}};
/// What weak schemes draw, themselves.
const Rule sign = {{-1.0, 1.0}, {0.5, 0.5}};
const Rule three_points = {{-std::sqrt(3.0), 0.0, std::sqrt(3.0)}, {1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0}};

/// E[u uᵀ] at the start: of the point (1, 1/2).
const Matrix first_moments = {{{1.0, 0.5, 1.0}, {0.5, 0.25, 0.5}, {1.0, 0.5, 1.0}}};

const std::array<std::string, most_sources> source_names = {"W", "V", "Z"};

Expression row_formula(const Matrix& matrix, std::size_t row) {
  return matrix[row][0] * Expression::symbol("u") + matrix[row][1] * Expression::symbol("v") + matrix[row][2];
}

bool has_row(const Matrix& matrix, std::size_t row) { return matrix[row] != std::array<double, size>{}; }

StepProblem make_problem(const LinearProblem& problem, Calculus calculus, double step) {
  Model model;
  MechanismSet mechanisms(2);
  for (std::size_t i = 0; i < 2; ++i) {
    Variable variable;
    variable.name = i == 0 ? "u" : "v";
    model.variables.push_back(variable);
    mechanisms[i].drift = assume_finite(row_formula(problem.drift, i));
    for (std::size_t k = 0; k < problem.loadings.size(); ++k)
      if (has_row(problem.loadings[k], i))
        mechanisms[i].noise.push_back({source_names[k], assume_finite(row_formula(problem.loadings[k], i)), {}});
  }
  return make_step_problem(model, mechanisms, calculus, step);
}

/// The random numbers of a step: one or two a source.
struct Outcome {
  double chance = 1.0;
  std::map<std::string, double> numbers;
};

/// The step from (u, v).
std::array<double, 2> take_step(const std::vector<StepRow>& rows, double h, const Outcome& outcome, double u,
                                double v) {
  Point point;
  point.values = outcome.numbers;
  point.values.insert({{"u", u}, {"v", v}, {"t", 0.0}, {"step:", h}});
  return {evaluate_scalar(rows[0].next, point), evaluate_scalar(rows[1].next, point)};
}

/// R(ξ): the steps from the unit vectors, less the step from 0, which is the constant's column.
Matrix step_matrix(const std::vector<StepRow>& rows, double h, const Outcome& outcome) {
  const auto constant = take_step(rows, h, outcome, 0.0, 0.0);
  const auto first = take_step(rows, h, outcome, 1.0, 0.0);
  const auto second = take_step(rows, h, outcome, 0.0, 1.0);
  Matrix r{};
  for (std::size_t i = 0; i < 2; ++i) r[i] = {first[i] - constant[i], second[i] - constant[i], constant[i]};
  r[2][2] = 1.0;
  return r;
}

std::string area_of_pair(const std::string& l, const std::string& k) { return "A:" + l + ":" + k; }

/// The rows of a step. Of a scheme with Lévy areas these are numbers of their own here: to second moments, signs.
std::vector<StepRow> step_rows(const Scheme& scheme, const StepProblem& problem) {
  if (!draws_areas(scheme)) return scheme.step(problem);
  return iterated_step(problem, [&](const std::string& l, const std::string& k) {
    const Expression product = increment_symbol(l) * increment_symbol(k);
    const auto place_of = [](const std::string& name) {
      return std::find(source_names.begin(), source_names.end(), name);
    };
    if (l == k) return 0.5 * (scheme.integrates == Calculus::ito ? product - step_symbol() : product);
    return place_of(l) < place_of(k) ? 0.5 * product + Expression::symbol(area_of_pair(l, k))
                                     : 0.5 * product - Expression::symbol(area_of_pair(k, l));
  });
}

/// Every outcome with one more number.
std::vector<Outcome> with_number(const std::vector<Outcome>& outcomes, const std::string& name, const Rule& rule,
                                 double scale) {
  std::vector<Outcome> all;
  for (const auto& outcome : outcomes)
    for (std::size_t i = 0; i < rule.values.size(); ++i) {
      all.push_back(outcome);
      all.back().chance *= rule.chances[i];
      all.back().numbers[name] = scale * rule.values[i];
    }
  return all;
}

/// All combinations of the numbers that a scheme draws.
std::vector<Outcome> outcomes_of(const Scheme& scheme, std::size_t source_count, double h) {
  const double scale = std::sqrt(h);
  std::vector<Outcome> outcomes(1);
  for (std::size_t k = 0; k < source_count; ++k) {
    const std::string& source = source_names[k];
    const Rule& rule = scheme.detail == PathDetail::two_points     ? sign
                       : scheme.detail == PathDetail::three_points ? three_points
                                                                   : normal;
    outcomes = with_number(outcomes, increment_name(source), rule, scale);
    // Three points are exact to degree 5: enough for schemes for any noise, which are linear in the areas.
    if (scheme.detail == PathDetail::areas && !draws_areas(scheme))
      outcomes = with_number(outcomes, area_name(source), source_count < most_sources ? normal : three_points,
                             scale / std::sqrt(12.0));
    if (scheme.detail == PathDetail::three_points) outcomes = with_number(outcomes, sign_name(source), sign, scale);
    if (draws_areas(scheme))  // E A² = h²/4, and no area goes with anything else to this degree
      for (std::size_t l = 0; l < k; ++l)
        outcomes = with_number(outcomes, area_of_pair(source_names[l], source), sign, 0.5 * h);
  }
  return outcomes;
}

Matrix congruence(const Matrix& r, const Matrix& p) {
  Matrix result{};
  for (std::size_t i = 0; i < size; ++i)
    for (std::size_t j = 0; j < size; ++j)
      for (std::size_t k = 0; k < size; ++k)
        for (std::size_t l = 0; l < size; ++l) result[i][j] += r[i][k] * p[k][l] * r[j][l];
  return result;
}

/// A step with more numbers a source than enumeration can take; it is linear in them.
bool is_exact_step(const Scheme& scheme) { return scheme.drift_step == DriftStep::exact; }

/// E[R P Rᵀ] for a step that is linear in any number of normals beside the state: R P Rᵀ at their means, and their own
/// variances.
Matrix moments_after_linear_step(const std::vector<StepRow>& rows, double h, const Matrix& p) {
  Outcome means;
  std::map<std::string, double> variances;
  for (const auto& row : rows)
    for (const auto& symbol : symbols_of(row.next)) {
      if (symbol.rfind("dW:", 0) == 0) variances[symbol] = h;
      if (symbol.rfind("dH:", 0) == 0) variances[symbol] = h / 12.0;
    }
  for (const auto& [symbol, variance] : variances) means.numbers[symbol] = 0.0;
  const Matrix r = step_matrix(rows, h, means);
  Matrix next = congruence(r, p);
  for (const auto& [symbol, variance] : variances) {
    Outcome moved = means;
    moved.numbers[symbol] = 1.0;
    const auto at = take_step(rows, h, moved, 0.0, 0.0);
    const double column[2] = {at[0] - r[0][2], at[1] - r[1][2]};
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < 2; ++j) next[i][j] += column[i] * column[j] * variance;
  }
  return next;
}

}  // namespace

bool serves(const Scheme& scheme, const LinearProblem& problem) {
  return order_on(scheme, problem.noise_class) &&
         (scheme.fit == nullptr || !scheme.fit(make_problem(problem, scheme.integrates, 1.0)).misfit);
}

bool is_affine(const Scheme& scheme, const LinearProblem& problem) {
  if (is_exact_step(scheme)) return true;
  const double h = 0.125;
  const auto rows = step_rows(scheme, make_problem(problem, scheme.integrates, h));
  for (const Outcome& outcome : outcomes_of(scheme, problem.loadings.size(), h)) {
    const Matrix r = step_matrix(rows, h, outcome);
    const auto found = take_step(rows, h, outcome, 1.5, -2.0);
    for (std::size_t i = 0; i < 2; ++i)
      if (std::abs(1.5 * r[i][0] - 2.0 * r[i][1] + r[i][2] - found[i]) > 1e-12) return false;
  }
  return true;
}

/// E[u uᵀ] at time 1 by the scheme: P' = E[R P Rᵀ], a linear map of P whose coefficients are averaged once.
Matrix scheme_moments(const Scheme& scheme, const LinearProblem& problem, int steps) {
  const double h = 1.0 / steps;
  const auto rows = step_rows(scheme, make_problem(problem, scheme.integrates, h));
  if (is_exact_step(scheme)) {
    Matrix p = first_moments;
    for (int n = 0; n < steps; ++n) p = moments_after_linear_step(rows, h, p);
    return p;
  }
  double average[size][size][size][size] = {};  // E[R_ik R_jl]
  for (const Outcome& outcome : outcomes_of(scheme, problem.loadings.size(), h)) {
    const Matrix r = step_matrix(rows, h, outcome);
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j)
        for (std::size_t k = 0; k < size; ++k)
          for (std::size_t l = 0; l < size; ++l) average[i][j][k][l] += outcome.chance * r[i][k] * r[j][l];
  }
  Matrix p = first_moments;
  for (int n = 0; n < steps; ++n) {
    Matrix next{};
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j)
        for (std::size_t k = 0; k < size; ++k)
          for (std::size_t l = 0; l < size; ++l) next[i][j] += average[i][j][k][l] * p[k][l];
    p = next;
  }
  return p;
}

/// E[u uᵀ] at time 1 of the SDE: P' = A P + P Aᵀ + B P Bᵀ + C P Cᵀ, by a fine classical Runge–Kutta (error below
/// 1e-12).
Matrix exact_moments(const LinearProblem& problem) {
  const auto slope = [&](const Matrix& p) {
    Matrix result{};
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j) {
        for (const auto& loading : problem.loadings) result[i][j] += congruence(loading, p)[i][j];
        for (std::size_t k = 0; k < size; ++k)
          result[i][j] += problem.drift[i][k] * p[k][j] + p[i][k] * problem.drift[j][k];
      }
    return result;
  };
  const auto plus = [](const Matrix& a, double s, const Matrix& b) {
    Matrix sum = a;
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j) sum[i][j] += s * b[i][j];
    return sum;
  };
  Matrix p = first_moments;
  constexpr int steps = 1000;
  const double h = 1.0 / steps;
  for (int n = 0; n < steps; ++n) {
    const Matrix k1 = slope(p), k2 = slope(plus(p, h / 2, k1)), k3 = slope(plus(p, h / 2, k2)),
                 k4 = slope(plus(p, h, k3));
    p = plus(plus(plus(plus(p, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
  }
  return p;
}

const std::vector<LinearProblem>& linear_problems() {
  static const std::vector<LinearProblem> problems = {
      {"additive",
       NoiseClass::additive,
       {{{-0.5, 0.3, 0.2}, {-0.2, -0.8, 0.1}}},
       {{{{0.0, 0.0, 0.6}, {0.0, 0.0, 0.2}}}, {{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.7}}}}},
      {"one source", NoiseClass::scalar, {{{-0.5, 0.3}, {-0.2, -0.8}}}, {{{{0.6, 0.1}, {0.2, 0.5}}}}},
      {"diagonal",
       NoiseClass::diagonal,
       {{{-0.5, 0.3}, {-0.2, -0.8}}},
       {{{{0.6, 0.0}, {0.0, 0.0}}}, {{{0.0, 0.0}, {0.0, 0.7}}}}},
      {"commutative",
       NoiseClass::commutative,
       {{{-0.5, 0.3}, {-0.2, -0.8}}},
       {{{{0.4, 0.0}, {0.0, 0.2}}}, {{{-0.3, 0.0}, {0.0, 0.5}}}}},
      {"general",
       NoiseClass::general,
       {{{-0.5, 0.3}, {-0.2, -0.8}}},
       {{{{0.0, 0.6}, {0.0, 0.0}}}, {{{0.0, 0.0}, {0.7, 0.0}}}}},
      {"three sources",
       NoiseClass::general,
       {{{-0.5, 0.3}, {-0.2, -0.8}}},
       {{{{0.0, 0.6}, {0.1, 0.0}}}, {{{0.2, 0.0}, {0.7, 0.0}}}, {{{0.0, 0.3}, {0.0, -0.4}}}}},
      {"growth",
       NoiseClass::diagonal,
       {{{-0.5, 0.3, 0.1}, {0.2, -0.8, 0.2}}},
       {{{{0.6, 0.0}, {0.0, 0.0}}}, {{{0.0, 0.0}, {0.0, 0.7}}}}},
      {"growth, one source", NoiseClass::scalar, {{{-0.5, 0.3, 0.1}, {0.2, -0.8, 0.2}}}, {{{{0.6, 0.0}, {0.0, -0.4}}}}},
      {"oscillator",
       NoiseClass::additive,
       {{{0.0, 1.0, 0.0}, {-1.5, -0.8, 0.2}}},
       {{{{0.0, 0.0, 0.0}, {0.0, 0.0, 0.7}}}}},
  };
  return problems;
}

namespace {

/// The error of all second moments together: the worst of them decides its order.
double error_of(const Scheme& scheme, const LinearProblem& problem, const Matrix& exact, int steps) {
  const Matrix found = scheme_moments(scheme, problem, steps);
  double sum = 0.0;
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) sum += (found[i][j] - exact[i][j]) * (found[i][j] - exact[i][j]);
  return std::sqrt(sum);
}

}  // namespace

PairedSlope paired_weak_slope(const Scheme& scheme, const LinearProblem& problem) {
  std::vector<Variable> variables(2);
  for (std::size_t i = 0; i < 2; ++i) {
    variables[i].name = i == 0 ? "u" : "v";
    variables[i].drift = row_formula(problem.drift, i);
    for (std::size_t k = 0; k < problem.loadings.size(); ++k)
      if (has_row(problem.loadings[k], i))
        variables[i].noise.push_back({source_names[k], row_formula(problem.loadings[k], i), {}});
    variables[i].initial = Expression(i == 0 ? 1.0 : 0.5);
  }
  return paired_weak_slope(scheme.name, variables, 100000);
}

PairedSlope paired_weak_slope(const std::string& scheme, const std::vector<Variable>& variables,
                              std::size_t trajectories) {
  Experiment experiment;
  experiment.model.variables = variables;
  experiment.scheme = scheme;
  experiment.trajectories = static_cast<std::int64_t>(trajectories);
  const auto count = static_cast<double>(trajectories);
  experiment.seed = 2026;
  experiment.noise_cell = 1.0 / 32.0;
  experiment.scenarios = {Scenario{}};
  std::vector<std::vector<double>> squares;  // [level][trajectory]
  for (const int steps : {8, 16, 32}) {
    experiment.time = {0.0, 1.0 / steps, steps};
    experiment.saves = save_at_steps(experiment.time, {steps});
    const Recording recording = simulate(experiment);
    squares.emplace_back();
    for (std::size_t n = 0; n < trajectories; ++n) squares.back().push_back(std::pow(recording.state(0, n, 0, 0), 2));
  }
  double means[2] = {};
  double variances[2] = {};
  for (std::size_t level = 0; level < 2; ++level) {
    double sum_of_squares = 0.0;
    for (std::size_t n = 0; n < trajectories; ++n) {
      const double difference = squares[level][n] - squares[level + 1][n];
      means[level] += difference / count;
      sum_of_squares += difference * difference;
    }
    variances[level] = (sum_of_squares / count - means[level] * means[level]) / count;
  }
  const double relative = variances[0] / (means[0] * means[0]) + variances[1] / (means[1] * means[1]);
  return {std::log2(means[0] / means[1]), std::sqrt(relative) / std::log(2.0)};
}

/// log2 of the errors' ratio between n and 2 n steps, where n is as large as rounding allows: the moments' own error is
/// 1e-13 or so.
double weak_slope(const Scheme& scheme, const LinearProblem& problem) {
  const Matrix exact = exact_moments(problem);
  if (error_of(scheme, problem, exact, 2) < 1e-11) return std::numeric_limits<double>::infinity();
  for (const int steps : {4096, 1024, 256, 64}) {
    const double fine = error_of(scheme, problem, exact, 2 * steps);
    if (fine >= 1e-9 || steps == 64) return std::log2(error_of(scheme, problem, exact, steps) / fine);
  }
  return 0.0;
}

}  // namespace dosde
