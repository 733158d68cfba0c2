#pragma once

#include <string>
#include <vector>

#include "engine/solvers/scheme.hpp"
#include "tests/engine/solvers/strong_order.hpp"

namespace dosde {

/// Does the scheme draw Lévy areas, which belong to its own steps? Then steps of several lengths share no path unless
/// the areas of the long ones are summed from those of the short ones.
bool draws_areas(const Scheme& scheme);

/// The strong order of such a scheme as a regression slope over steps of 2^-4 to 2^-8 on [0, 1], with the areas of a
/// step summed from its cells of 2^-11 by Chen's relation. The reference is `reference`, another such scheme, at the
/// cells. One after the other, in plain loops.
Slope slope_with_summed_areas(const std::vector<Variable>& variables, const Scheme& scheme, const Scheme& reference);

}  // namespace dosde
