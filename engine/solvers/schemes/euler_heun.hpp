#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Predictor p = x + Σ_k g_k ΔW_k, then x' = x + f h + ½ Σ_k (g_k(x) + g_k(p)) ΔW_k in Stratonovich form (Rümelin 1982;
/// Kloeden & Platen 1992, 11.1): Heun's rule for the noise and Euler's for the drift, which is evaluated once.
Scheme euler_heun_scheme();

}  // namespace dosde
