#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// m = x + h/2 f(t + h/2, m) + ½ Σ_k g_k(t + h/2) ΔW_k, then x' = 2 m - x: the implicit midpoint rule on additive noise
/// (Milstein, Repin & Tretyakov 2002, SIAM J. Numer. Anal. 39:2066). Without noise it is symplectic and conserves
/// quadratic invariants; for oscillators and Langevin equations over long times.
Scheme implicit_midpoint_scheme();

}  // namespace dosde
