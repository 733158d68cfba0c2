#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// DRI1: stochastic Runge–Kutta of weak order 2 for any Itô noise, 3 without noise, with coefficients that make the
/// error's leading terms small (Debrabant & Rößler 2009).
Scheme dri1_scheme();

}  // namespace dosde
