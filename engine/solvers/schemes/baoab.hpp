#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Underdamped Langevin equations, dx = v dt, dv = (F(x) - γ v) dt + s dW, by the splitting BAOAB (Leimkuhler &
/// Matthews 2013, Appl. Math. Res. eXpress 2013:34):
///
///     v ← v + h/2 F(x),   x ← x + h/2 v,   v ← e^{-γh} v + s √((1 - e^{-2γh})/(2γh)) ΔW,   x ← x + h/2 v,
///     v ← v + h/2 F(x).
///
/// Weak order 2 with one number a source and step. The friction is solved, so that it does not limit the step.
/// Positions are better still: in a harmonic well their stationary law is exact at every step at which the scheme is
/// stable, and elsewhere its error is of order 4 where friction is strong. Without friction and noise it is velocity
/// Verlet.
Scheme baoab_scheme();

}  // namespace dosde
