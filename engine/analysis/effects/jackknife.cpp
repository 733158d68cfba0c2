#include "engine/analysis/effects/jackknife.hpp"

#include <cmath>
#include <limits>

namespace dosde {

double jackknife_error(const std::vector<double>& without) {
  const auto count = static_cast<double>(without.size());
  if (count < 2.0) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0.0, squares = 0.0;
  for (const double value : without) sum += value - without.front();
  const double mean = without.front() + sum / count;
  for (const double value : without) squares += (value - mean) * (value - mean);
  return std::sqrt(squares * (count - 1.0) / count);
}

}  // namespace dosde
