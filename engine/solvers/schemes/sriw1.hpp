#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SRIW1: two evaluations of the drift and four of the loadings, strong order 3/2 on scalar and truly diagonal noise
/// (Rößler 2010). On noise that is "diagonal" by name only it would fall to order 1/2, so it is refused there.
Scheme sriw1_scheme();

}  // namespace dosde
