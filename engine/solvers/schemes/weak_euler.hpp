#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// x_i' = x_i + f_i h + Σ_k g_ik ξ_k with ξ_k = ±√h (Kloeden & Platen 1992, 14.1): right in law to order 1, and a
/// number costs a bit. No path: the steps of two sizes have nothing to do with each other.
Scheme weak_euler_scheme();

}  // namespace dosde
