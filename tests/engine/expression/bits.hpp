#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace dosde {

/// The bits of a value, with every NaN the same (which NaN an operation makes is left to the processor).
inline std::uint64_t bits_of(double value) {
  return std::bit_cast<std::uint64_t>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value);
}

/// A small fixed generator (D. Steele et al., splitmix64), so that tests use the same numbers everywhere.
class TestNumbers {
 public:
  explicit TestNumbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  /// Uniform between the bounds.
  double between(double low, double high) { return low + (high - low) * (static_cast<double>(bits() >> 11) * 0x1p-53); }
  /// Any double at all: NaN, infinities and subnormals included.
  double any() { return std::bit_cast<double>(bits()); }

 private:
  std::uint64_t state_;
};

}  // namespace dosde
