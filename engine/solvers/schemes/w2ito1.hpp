#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// W2Ito1: weak order 2 for any Itô noise from three evaluations of the drift and 1 + 2 m columns of loadings for m
/// sources (Tang & Xiao 2017, BIT 57:241). With three-point ξ_k, two signs η_1, η_2 a step, ζ = √h η_1, and
/// I_kl = (ξ_l ∓ η_2 ξ_l)/2 for k < l and k > l, X_k = (ξ_k²/ζ - ζ)/2:
///
///     H+_k = x + f h/4 + ζ/2 g_k + Σ_{l≠k} g_l I_kl,    H-_k = x + f h/4 - ζ/2 g_k,
///     x' = x + h (f_1 + 4 f_2 + f_3)/6 + Σ_k [(2 X_k - ξ_k) g_k + ξ_k g_k(H+_k) + (ξ_k - 2 X_k) g_k(H-_k)],
///
/// f_1, f_2, f_3 at DRI1's support values.
Scheme w2ito1_scheme();

}  // namespace dosde
