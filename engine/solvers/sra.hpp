#pragma once

#include <vector>

#include "engine/solvers/scheme.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {

/// Coefficients of a stochastic Runge–Kutta method for additive noise with s stages (Rößler 2010, SIAM J.
/// Numer. Anal. 48:922, section 5). Matrices are [i][j], j < i; where row i of a0 has an
/// entry j = i too, the stage is drift-implicit.
struct SraTableau {
  std::vector<double> c0, c1;               ///< times of the drifts and of the loadings, in steps: within [0, 1]
  TableauMatrix a0, b0;                     ///< stages from drifts and from loadings
  std::vector<double> alpha, beta1, beta2;  ///< weights
};

/// How far the tableau is from its conditions of strong order 3/2: the largest absolute residual of the eight.
double order_residual(const SraTableau& tableau);

/// One step of the method, for any number of sources and loadings that depend on time only:
///
///     H_i = x + h Σ_j A0_ij f(t + c0_j h, H_j) + Σ_k Σ_j B0_ij g_k(t + c1_j h) I_k/h,    I_k = I_(1,0) of source k
///     x'  = x + h Σ_i α_i f(t + c0_i h, H_i) + Σ_k Σ_i g_k(t + c1_i h) (β1_i ΔW_k + β2_i I_k/h)
std::vector<StepRow> take_sra_step(const StepProblem& problem, const SraTableau& tableau);

/// The facts that all methods of the family share; `deterministic_order`: their order without noise.
Scheme make_sra_scheme(const char* name, const char* title, const char* citation, double deterministic_order,
                       int stages, std::vector<StepRow> (*step)(const StepProblem&), const SraTableau& tableau);

}  // namespace dosde
