#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SOSRI2: four stages, strong order 3/2 on scalar and truly diagonal noise, coefficients chosen for a large region of
/// mean-square stability (Rackauckas & Nie 2018). Unlike SOSRI its stages stay inside the step.
Scheme sosri2_scheme();

}  // namespace dosde
