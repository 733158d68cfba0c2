#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// x_i' = x_i + f_i h + Σ_k g_ik ΔW_k + ½ Σ_k Σ_l (L^l g_ik) (ΔW_k ΔW_l - δ_kl h), L^l = Σ_j g_jl ∂/∂x_j, with symbolic
/// derivatives (Milstein 1974; Kloeden & Platen 1992, 10.3). Strong order 1 where the noise commutes, L^l g_k = L^k
/// g_l: then the iterated integrals of two sources enter by their sum alone, which is ΔW_k ΔW_l. One source and truly
/// diagonal noise are such, without mixed terms. Elsewhere it would silently fall to order ½, so it is refused there.
Scheme milstein_scheme();

}  // namespace dosde
