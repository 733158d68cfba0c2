#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Strong order 1 on any noise: a step of `iterated_step` with Itô integrals, whose Lévy areas are drawn given the
/// step's W and H. Two schemes of this kind meet the same world where their steps are equal.
Scheme sri2_scheme();

}  // namespace dosde
