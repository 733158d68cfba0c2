#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// ShARK, the shifted additive-noise Runge–Kutta method (Foster, dos Reis & Strange 2023): with the space-time areas
/// H_k,
///
///     z_1 = x + Σ_k g_k H_k,      z_2 = x + 5/6 f(t, z_1) h + Σ_k g_k (5/6 ΔW_k + H_k),
///     x'  = x + h (2/5 f(t, z_1) + 3/5 f(t + 5/6 h, z_2)) + Σ_k g_k ΔW_k + Σ_k (g_k(t + h) - g_k) (ΔW_k/2 - H_k).
///
/// The last sum is ∫ g dW for loadings that move in time: the straight line through g(t) and g(t + h).
Scheme shark_scheme();

}  // namespace dosde
