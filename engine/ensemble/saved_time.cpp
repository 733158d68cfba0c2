#include "engine/ensemble/saved_time.hpp"

#include <algorithm>
#include <cmath>

namespace dosde {

SavedTime find_saved_time(const std::vector<double>& times, double wanted) {
  const auto after = std::lower_bound(times.begin(), times.end(), wanted);
  auto nearest = after == times.end() ? times.end() - 1 : after;
  if (nearest != times.begin() && std::abs(*(nearest - 1) - wanted) < std::abs(*nearest - wanted)) --nearest;
  const bool is_meant = std::isfinite(wanted) && std::abs(*nearest - wanted) <= 1e-9 * std::max(1.0, std::abs(wanted));
  return {static_cast<std::size_t>(nearest - times.begin()), is_meant};
}

}  // namespace dosde
