#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SlowRK (Foster, dos Reis & Strange 2023): strong order 3/2 on commutative noise from increments and space-time
/// areas, in Stratonovich form. Two evaluations of the drift and five of every loading; row i of the table gives stage
/// i as
///
///     z_i = x + a_i f(z_1) h + Σ_j Σ_k g_k(z_j) (A_ij ΔW_k + B_ij H_k),   at t + c_i h.
Scheme slow_rk_scheme();

}  // namespace dosde
