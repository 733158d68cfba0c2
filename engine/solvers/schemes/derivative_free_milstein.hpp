#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Milstein's scheme with a difference in the place of the derivative (Kloeden & Platen 1992, 11.1.3): with the support
/// values S_k = x + f h + g_k √h,
///
///     x' = x + f h + Σ_k g_k ΔW_k + Σ_k (g_k(S_k) - g_k) (ΔW_k² - h) / (2 √h).
///
/// For loadings whose derivatives are dear, or jump. On additive noise it is Euler–Maruyama.
Scheme derivative_free_milstein_scheme();

}  // namespace dosde
