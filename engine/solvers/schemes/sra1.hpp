#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SRA1: two stages, strong order 3/2 on additive noise (Rößler 2010). The cheapest way to order 3/2 there.
Scheme sra1_scheme();

}  // namespace dosde
