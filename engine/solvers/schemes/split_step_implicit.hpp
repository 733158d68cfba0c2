#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// v = x + h f(t + h, v), then x' = v + Σ_k g_k(v) ΔW_k: the split-step backward Euler scheme (Higham, Mao & Stuart
/// 2002, SIAM J. Numer. Anal. 40:1041). Keeps the moments of a dissipative drift that grows faster than linearly, and
/// sees the noise at the damped state.
Scheme split_step_implicit_scheme();

}  // namespace dosde
