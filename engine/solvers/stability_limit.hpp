#pragma once

#include <optional>

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// The largest hλ at which the scheme's own step of dx = -λ x dt does not grow, |R(-hλ)| <= 1 from 0 on: 2 for Euler's.
/// Nothing where its step is not linear there, where it is made for the numbers of a problem, and where it has no limit
/// below 1000.
std::optional<double> real_stability_limit(const Scheme& scheme);

}  // namespace dosde
