#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Predictor p = x + f(x,t) h + Σ_k g_k(x,t) ΔW_k, then
/// x' = x + ½ (f(x,t) + f(p,t+h)) h + Σ_k ½ (g_k(x,t) + g_k(p,t+h)) ΔW_k, with the Stratonovich drift f
/// (Rümelin 1982, SIAM J. Numer. Anal. 19:604). Both stages stay inside [t, t+h].
Scheme stochastic_heun_scheme();

}  // namespace dosde
