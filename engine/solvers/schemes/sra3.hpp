#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SRA3: three stages, strong order 3/2 on additive noise and order 3 without noise (Rößler 2010).
Scheme sra3_scheme();

}  // namespace dosde
