#pragma once

#include <string>
#include <vector>

#include "engine/analysis/abstraction/abstraction.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"

namespace dosde {

/// Estimators of distances with their random numbers, which are a pure function of the seed and the variables' names.
class LawComparison {
 public:
  LawComparison(std::uint64_t seed, std::int64_t features, const std::vector<std::string>& variables);

  /// All of a DiagramGap that samples tell. Fewer than two trajectories a jackknife group: only how many there are.
  [[nodiscard]] DiagramGap compare(Sampling sampling, const LawSample& micro, const LawSample& macro) const;
  /// The level of means once more, against a macro model without noise that is at a point.
  void compare_with_point(const LawSample& micro, const std::vector<double>& point, DiagramGap& gap) const;

 private:
  std::vector<double> normals_;
  std::uint64_t floor_key_;
};

}  // namespace dosde
