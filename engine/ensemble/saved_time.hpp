#pragma once

#include <cstddef>
#include <vector>

namespace dosde {

/// The save time that is nearest to what a person typed, and whether it is the one that was meant: save times are
/// start + k*step, rounded, so that the last digits may differ.
struct SavedTime {
  std::size_t position = 0;
  bool is_meant = false;
};

/// `times`: not empty, increasing. What is not finite is never meant.
SavedTime find_saved_time(const std::vector<double>& times, double wanted);

}  // namespace dosde
