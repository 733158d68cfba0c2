#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SOSRA: three stages, strong order 3/2 on additive noise, coefficients chosen for a large region of mean-square
/// stability (Rackauckas & Nie 2018). Its stages stay inside the step.
Scheme sosra_scheme();

}  // namespace dosde
