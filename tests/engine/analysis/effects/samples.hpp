#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace dosde {

/// Samples of a test, by fixed seeds.
class Samples {
 public:
  explicit Samples(std::uint64_t seed) : generator_(seed) {}

  std::vector<double> normals(std::size_t count) {
    std::vector<double> values(count);
    for (double& value : values) value = normal_(generator_);
    return values;
  }
  bool coin() { return (generator_() & 1U) != 0; }

 private:
  std::mt19937_64 generator_;
  std::normal_distribution<double> normal_;
};

inline std::vector<double> sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

inline std::vector<double> minima(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> values(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) values[i] = std::min(a[i], b[i]);
  return sorted(values);
}

}  // namespace dosde
