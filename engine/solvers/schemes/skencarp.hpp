#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// SKenCarp: three drift-implicit stages of one diagonal weight γ, L-stable, strong order 3/2 on additive noise, 3
/// without (Rackauckas & Nie 2018, arXiv 1804.04344, on the drift part of Kennedy & Carpenter's KenCarp3). Stable on
/// stiff drifts under additive noise, whose variance it does not keep there: 890 times it at hλ = -10.
Scheme skencarp_scheme();

}  // namespace dosde
