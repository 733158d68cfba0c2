#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// x_i' = x_i + f_i h / (1 + h |f_i|) + Σ_k g_ik ΔW_k (Hutzenthaler, Jentzen & Kloeden 2012, row by row): no step of
/// the drift is longer than 1, so that drifts that grow faster than linearly do not blow up where Euler–Maruyama's
/// moments do. Of the orders of Euler–Maruyama.
Scheme tamed_euler_scheme();

}  // namespace dosde
