#pragma once

#include <vector>

#include "engine/solvers/step_problem.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {

/// Coefficients of an explicit stochastic Runge–Kutta method of weak order 2 with s stages (Rößler 2009, SIAM J. Numer.
/// Anal. 47:1713; Debrabant & Rößler 2013, arXiv 1303.5103). Matrices are [i][j], j < i, but for b2, which is full.
struct WeakTableau {
  std::vector<double> c0, c1;                             ///< times of drifts and loadings, in steps: within [0, 1]
  TableauMatrix a0, a1, b0, b1, b2;                       ///< support values from drifts (a) and loadings (b)
  std::vector<double> alpha, beta1, beta2, beta3, beta4;  ///< weights
};

/// One step of the method, with three-point ξ_k and s_k = ±√h:
///
///     H_i   = x + h Σ_j A0_ij f(H_j) + Σ_k Σ_j B0_ij g_k(H^k_j) ξ_k,
///     H^k_i = x + h Σ_j A1_ij f(H_j) + √h Σ_j B1_ij g_k(H^k_j),
///     Ĥ^l_i = x + √h Σ_j B2_ij g_l(H^l_j),
///     x' = x + h Σ_i α_i f(H_i) + Σ_k Σ_i g_k(H^k_i) (β1_i ξ_k + β2_i I_kk/√h)
///            + Σ_k Σ_{l≠k} Σ_i g_k(Ĥ^l_i) (β3_i ξ_k + β4_i I_kl/√h),
///
/// I_kk = (ξ_k² - h)/2, I_kl = (ξ_k ξ_l ∓ s_k s_l)/2 for k < l and k > l. (The papers have √h s_k, of the smaller of
/// the two numbers, in the place of s_k s_l. Then I_kl and I_km share a sign and have the covariance h²/4, which should
/// be 0: with three sources that is weak order 1, as the enumeration in tests/engine/solvers shows. Products of signs
/// are as cheap, and any two of them are independent.) Drifts are taken at t + c0 h, loadings at H^k at t + c1 h, and
/// those at Ĥ at t.
std::vector<StepRow> take_weak_step(const StepProblem& problem, const WeakTableau& tableau);

}  // namespace dosde
