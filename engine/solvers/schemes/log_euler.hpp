#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Euler–Maruyama in log |x| for geometric rows, whose drift and loadings vanish at x = 0: by Itô's formula
///
///     x' = x exp((f/x - ½ Σ_k (g_k/x)²) h + Σ_k (g_k/x) ΔW_k),    x' = 0 from x = 0.
///
/// No step changes the sign, and geometric Brownian motion is exact. Other rows take Euler–Maruyama's step. For
/// populations, prices and concentrations with multiplicative noise; of the orders of Euler–Maruyama.
Scheme log_euler_scheme();

}  // namespace dosde
