#pragma once

#include <span>
#include <vector>

namespace dosde {

/// Quantiles with linear interpolation between order statistics (Hyndman and Fan 1996, type 7), with the very
/// operations of NumPy's default, so that the bits agree. `values` (no NaN among them) is rearranged; `probabilities`
/// in [0, 1], increasing. NaN where there are no values. O(values x log(probabilities)).
std::vector<double> linear_quantiles(std::span<double> values, std::span<const double> probabilities);

/// The same of values in ascending order, at one probability. O(1).
double sorted_quantile(std::span<const double> sorted, double probability);

}  // namespace dosde
