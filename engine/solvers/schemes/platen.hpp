#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Platen's explicit scheme of weak order 2 for any Itô noise (Kloeden & Platen 1992, 15.1.3). With three-point ξ_k,
/// the support values Y = x + f h + Σ_k g_k ξ_k, R±_k = x + f h ± g_k √h and U±_k = x ± g_k √h,
///
///     x' = x + h/2 (f(Y) + f) + ¼ Σ_j { (g_j(R+_j) + g_j(R-_j) + 2 g_j) ξ_j + Σ_{r≠j} (g_j(U+_r) + g_j(U-_r) - 2 g_j)
///     ξ_j
///          + [(g_j(R+_j) - g_j(R-_j)) (ξ_j² - h) + Σ_{r≠j} (g_j(U+_r) - g_j(U-_r)) (ξ_j ξ_r + V_rj)] / √h },
///
/// V_rj = -V_jr = ±h. Here V_rj = s_r s_j for r < j, of one independent s_k = ±√h a source: products of signs are as
/// good as signs of their own in every moment that the order asks for, since no two pairs have the same product. Time
/// moves as a state with drift 1 and no noise.
Scheme platen_scheme();

}  // namespace dosde
