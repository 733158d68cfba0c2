// Weak orders without sampling: for a linear SDE a scheme is u' = R(ξ) u with R a polynomial in the normals ξ, so the
// second moments evolve exactly by P' = E[R P Rᵀ], and Gauss–Hermite quadrature takes that expectation exactly.
// (Kloeden & Platen 1992, 14; the protocol is deterministic.)

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/registry.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

using Matrix = std::array<std::array<double, 2>, 2>;

/// Five-point Gauss–Hermite rule for N(0,1): exact to degree 9.
const std::array<double, 5> nodes = {-2.8569700138728056, -1.3556261799742657, 0.0, 1.3556261799742657,
                                     2.8569700138728056};
const std::array<double, 5> weights = {0.011257411327720691, 0.22207592200561263, 0.53333333333333333,
                                       0.22207592200561263, 0.011257411327720691};

/// du = A u dt + B u dW + C u dV as a regime.
struct LinearProblem {
  std::string name;
  NoiseClass noise_class;
  Matrix drift;
  Matrix first;   ///< loadings on W
  Matrix second;  ///< loadings on V
};

Expression row_formula(const Matrix& matrix, std::size_t row) {
  return matrix[row][0] * Expression::symbol("u") + matrix[row][1] * Expression::symbol("v");
}

bool has_row(const Matrix& matrix, std::size_t row) { return matrix[row][0] != 0.0 || matrix[row][1] != 0.0; }

StepProblem make_problem(const LinearProblem& problem, Calculus calculus) {
  Model model;
  MechanismSet mechanisms(2);
  for (std::size_t i = 0; i < 2; ++i) {
    Variable variable;
    variable.name = i == 0 ? "u" : "v";
    model.variables.push_back(variable);
    mechanisms[i].drift = assume_finite(row_formula(problem.drift, i));
    if (has_row(problem.first, i))
      mechanisms[i].noise.push_back({"W", assume_finite(row_formula(problem.first, i)), {}});
    if (has_row(problem.second, i))
      mechanisms[i].noise.push_back({"V", assume_finite(row_formula(problem.second, i)), {}});
  }
  return make_step_problem(model, mechanisms, calculus);
}

/// R(ξ): column j is the step from the j-th unit vector.
Matrix step_matrix(const std::vector<StepRow>& rows, double h, double w, double v) {
  Matrix r{};
  for (std::size_t j = 0; j < 2; ++j) {
    Point point;
    point.values = {
        {"u", j == 0 ? 1.0 : 0.0}, {"v", j == 1 ? 1.0 : 0.0}, {"t", 0.0}, {"step:", h}, {"dW:W", w}, {"dW:V", v}};
    for (std::size_t i = 0; i < 2; ++i) r[i][j] = evaluate_scalar(rows[i].next, point);
  }
  return r;
}

Matrix congruence(const Matrix& r, const Matrix& p) {
  Matrix result{};
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j)
      for (std::size_t k = 0; k < 2; ++k)
        for (std::size_t l = 0; l < 2; ++l) result[i][j] += r[i][k] * p[k][l] * r[j][l];
  return result;
}

/// E[u uᵀ] at time 1 by the scheme.
Matrix scheme_moments(const Scheme& scheme, const LinearProblem& problem, int steps) {
  const double h = 1.0 / steps;
  const auto rows = scheme.step(make_problem(problem, scheme.integrates));
  std::vector<std::pair<double, Matrix>> outcomes;
  for (std::size_t a = 0; a < 5; ++a)
    for (std::size_t b = 0; b < 5; ++b)
      outcomes.emplace_back(weights[a] * weights[b],
                            step_matrix(rows, h, std::sqrt(h) * nodes[a], std::sqrt(h) * nodes[b]));
  Matrix p = {{{1.0, 0.5}, {0.5, 0.25}}};
  for (int n = 0; n < steps; ++n) {
    Matrix next{};
    for (const auto& [weight, r] : outcomes) {
      const Matrix part = congruence(r, p);
      for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = 0; j < 2; ++j) next[i][j] += weight * part[i][j];
    }
    p = next;
  }
  return p;
}

/// E[u uᵀ] at time 1 of the SDE: P' = A P + P Aᵀ + B P Bᵀ + C P Cᵀ, by a fine classical Runge–Kutta (error below
/// 1e-12).
Matrix exact_moments(const LinearProblem& problem) {
  const auto slope = [&](const Matrix& p) {
    Matrix result = congruence(problem.first, p);
    const Matrix second = congruence(problem.second, p);
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < 2; ++j) {
        result[i][j] += second[i][j];
        for (std::size_t k = 0; k < 2; ++k)
          result[i][j] += problem.drift[i][k] * p[k][j] + p[i][k] * problem.drift[j][k];
      }
    return result;
  };
  const auto plus = [](const Matrix& a, double s, const Matrix& b) {
    Matrix sum = a;
    for (std::size_t i = 0; i < 2; ++i)
      for (std::size_t j = 0; j < 2; ++j) sum[i][j] += s * b[i][j];
    return sum;
  };
  Matrix p = {{{1.0, 0.5}, {0.5, 0.25}}};
  constexpr int steps = 1000;
  const double h = 1.0 / steps;
  for (int n = 0; n < steps; ++n) {
    const Matrix k1 = slope(p), k2 = slope(plus(p, h / 2, k1)), k3 = slope(plus(p, h / 2, k2)),
                 k4 = slope(plus(p, h, k3));
    p = plus(plus(plus(plus(p, h / 6, k1), h / 3, k2), h / 3, k3), h / 6, k4);
  }
  return p;
}

const std::vector<LinearProblem> problems = {
    {"one source",
     NoiseClass::scalar,
     {{{-0.5, 0.3}, {-0.2, -0.8}}},
     {{{0.6, 0.1}, {0.2, 0.5}}},
     {{{0.0, 0.0}, {0.0, 0.0}}}},
    {"diagonal",
     NoiseClass::diagonal,
     {{{-0.5, 0.3}, {-0.2, -0.8}}},
     {{{0.6, 0.0}, {0.0, 0.0}}},
     {{{0.0, 0.0}, {0.0, 0.7}}}},
    {"general",
     NoiseClass::general,
     {{{-0.5, 0.3}, {-0.2, -0.8}}},
     {{{0.0, 0.6}, {0.0, 0.0}}},
     {{{0.0, 0.0}, {0.7, 0.0}}}},
};

TEST(WeakOrder, EverySchemeReachesItsOrderInAllSecondMoments) {
  for (const auto& scheme : scheme_registry()) {
    for (const auto& problem : problems) {
      const auto order = order_on(scheme, problem.noise_class);
      if (!order) continue;
      const Matrix exact = exact_moments(problem);
      const Matrix coarse = scheme_moments(scheme, problem, 1024);
      const Matrix fine = scheme_moments(scheme, problem, 2048);
      for (std::size_t i = 0; i < 2; ++i)
        for (std::size_t j = i; j < 2; ++j) {
          const double slope = std::log2(std::abs(coarse[i][j] - exact[i][j]) / std::abs(fine[i][j] - exact[i][j]));
          // No sampling error; the next order's term is of relative size h = 1/1024 times a constant, so 0.05 is ample.
          EXPECT_NEAR(slope, order->weak, 0.05) << scheme.name << ", " << problem.name << ", moment " << i << j;
        }
    }
  }
}

TEST(WeakOrder, TheWrongCalculusWouldNotConverge) {
  // Heun fed with the Itô drift tends to another process: its error stays.
  const Scheme& heun = *find_scheme("stochastic_heun");
  Scheme wrong = heun;
  wrong.integrates = Calculus::ito;
  const Matrix exact = exact_moments(problems[0]);
  const Matrix fine = scheme_moments(wrong, problems[0], 256);
  EXPECT_GT(std::abs(fine[0][0] - exact[0][0]), 0.05);
}

}  // namespace
}  // namespace dosde
