#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Square-root and geometric rows that stay positive, dx = (p + q x) dt + Σ_k s_k √x dW_k or s_k x dW_k, by the
/// symmetric splitting of the Stratonovich form into drift and noise (Ninomiya & Victoir 2008, Appl. Math. Finance
/// 15:107; of the square-root equation Alfonsi 2010, Math. Comp. 79:209): half a step of the drift, the noise, half a
/// step of the drift. The noise has exact flows,
///
///     x ← (√x + ½ Σ_k s_k ΔW_k)²,        x ← x exp(Σ_k s_k ΔW_k),
///
/// and the drift takes x ← e^{qτ} x + (e^{qτ} - 1)/q p with p and q averaged over two stages. No flow leaves x >= 0
/// where p >= Σ_k s_k²/4, half of Feller's condition, or p >= 0 for geometric noise: what is not proven is refused.
/// Weak order 2; strong order 1 where √x keeps away from 0. Geometric Brownian motion is exact. Rows with constant or
/// no noise take Heun's step between, positive where their production is.
Scheme positive_splitting_scheme();

}  // namespace dosde
