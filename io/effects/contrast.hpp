#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensemble/run_shape.hpp"

namespace dosde {

/// A scenario and what it is compared with: rows of the axis `scenario` of a result file.
struct Contrast {
  std::int64_t scenario = 0;
  std::int64_t reference = 0;

  bool operator==(const Contrast&) const = default;
};

/// Every comparison with the reference, in the order of the file. `reference` is the name of a scenario (empty: the
/// first), which at each point of a sweep is compared with the others at that point; or, in a sweep, a scenario at a
/// point ("observed@3"), with which all others are compared at all points. Throws Error (usage) where there is no such
/// scenario, where there is nothing to compare it with, or where points with different seeds, steps or noise cells
/// would be compared, which do not meet one world.
std::vector<Contrast> list_contrasts(const RunShape& shape, const std::string& reference);

}  // namespace dosde
