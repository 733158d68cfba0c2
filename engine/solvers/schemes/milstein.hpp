#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// x_i' = x_i + f_i h + Σ_k g_ik ΔW_k + ½ Σ_k (L^k g_ik) (ΔW_k² - h), L^k = Σ_j g_jk ∂/∂x_j, with symbolic derivatives
/// (Milstein 1974; Kloeden & Platen 1992, 10.3). Without mixed terms this is exact to strong order 1 for scalar noise,
/// where there is one k, and for truly diagonal noise, where L^a g_ib = 0 for a ≠ b. Where loadings depend on other
/// rows it would silently fall to order ½, so it is refused there.
Scheme milstein_scheme();

}  // namespace dosde
