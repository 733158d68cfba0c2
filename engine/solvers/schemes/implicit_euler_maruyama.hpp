#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// y = x + h f(t + h, y) + Σ_k g_k ΔW_k: θ-Maruyama with θ = 1 (Kloeden & Platen 1992, 12.2). Damps a stiff drift
/// however long the step; the noise stays explicit.
Scheme implicit_euler_maruyama_scheme();

/// y = x + h/2 (f + f(t + h, y)) + Σ_k g_k ΔW_k: θ = 1/2. Order 2 in the drift and in law on additive noise; stable,
/// but what is stiff is not damped.
Scheme trapezoidal_maruyama_scheme();

}  // namespace dosde
