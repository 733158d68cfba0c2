#pragma once

#include <vector>

#include "engine/solvers/scheme.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {

/// Coefficients of a stochastic Runge–Kutta method for scalar or truly diagonal noise, explicit, with s stages (Rößler
/// 2010, SIAM J. Numer. Anal. 48:922, section 6). Matrices are [i][j], j < i.
struct SriTableau {
  std::vector<double> c0, c1;    ///< times of the drifts and of the loadings, in steps: within [0, 1]
  TableauMatrix a0, b0, a1, b1;  ///< stages H0 from drifts and loadings, stages H1 from drifts and loadings
  std::vector<double> alpha, beta1, beta2, beta3, beta4;  ///< weights
};

/// How far the tableau is from its conditions of strong order 3/2: the largest absolute residual of the 25.
double order_residual(const SriTableau& tableau);

/// One step of the method; ΔW, I_(1,0) = h (ΔW/2 + H), I_(1,1) = (ΔW² - h)/2 and I_(1,1,1) = (ΔW³ - 3 h ΔW)/6 are those
/// of the one source that a row loads:
///
///     H0_i = x + h Σ_j A0_ij f(t + c0_j h, H0_j) + Σ_j B0_ij g(t + c1_j h, H1_j) I_(1,0)/h
///     H1_i = x + h Σ_j A1_ij f(t + c0_j h, H0_j) + √h Σ_j B1_ij g(t + c1_j h, H1_j)
///     x'   = x + h Σ_i α_i f(t + c0_i h, H0_i)
///              + Σ_i g(t + c1_i h, H1_i) (β1_i ΔW + β2_i I_(1,1)/√h + β3_i I_(1,0)/h + β4_i I_(1,1,1)/h)
std::vector<StepRow> take_sri_step(const StepProblem& problem, const SriTableau& tableau);

/// The facts that all methods of the family share; `deterministic_order`: their order without noise; `weak_order`: on
/// scalar and diagonal noise, as measured exactly on linear equations (tests/engine/solvers).
Scheme make_sri_scheme(const char* name, const char* title, const char* citation, double deterministic_order,
                       double weak_order, int drift_stages, int loading_stages,
                       std::vector<StepRow> (*step)(const StepProblem&), const SriTableau& tableau);

}  // namespace dosde
