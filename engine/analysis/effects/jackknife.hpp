#pragma once

#include <cstddef>
#include <vector>

namespace dosde {

/// The jackknife over groups of trajectories (Efron & Stein, Ann. Statist. 9 (1981) 586): an estimate is made once more
/// without each group in turn. A group is left out of all samples at once, so that the error is right whether or not
/// their n-th trajectories meet the same noise. Its own relative error is 1/√62.
inline constexpr std::size_t jackknife_groups = 32;

inline std::size_t jackknife_group(std::size_t trajectory) { return trajectory % jackknife_groups; }

/// The standard error of an estimate, from those that leave a group out. NaN below two.
double jackknife_error(const std::vector<double>& without);

}  // namespace dosde
