#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// The deterministic limit where it is stiff, dx = f dt: RODAS, a Rosenbrock method of order 4, stiffly accurate and
/// L-stable (Hairer & Wanner 1996, Solving Ordinary Differential Equations II, IV.7). Six stages, each a drift and a
/// solution of one and the same linear equation, 1 - γ h J with the symbolic Jacobian J: nothing is iterated.
///
///     (1 - γ h J) g_i = γ h (f(t + c_i h, x + Σ_j a_ij g_j) + d_i h ∂f/∂t) + γ Σ_j c_ij g_j,     x' = x + Σ_j m_j g_j
Scheme rosenbrock4_scheme();

}  // namespace dosde
