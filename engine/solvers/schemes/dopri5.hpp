#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// The deterministic limit, dx = f dt: the explicit Runge–Kutta method of order 5 of Dormand & Prince 1980 (J. Comput.
/// Appl. Math. 6:19), six drifts a step.
Scheme dopri5_scheme();

}  // namespace dosde
