#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace dosde {

/// How many representable numbers lie between two numbers that are not NaN, plus one; 0 for equal ones (0 and -0 are).
/// For integers the plain distance.
template <class Number>
std::uint64_t ulp_distance(Number a, Number b) {
  const auto rank = [](Number value) -> std::int64_t {
    if constexpr (std::is_floating_point_v<Number>) {
      using Bits = std::conditional_t<sizeof(Number) == 8, std::int64_t, std::int32_t>;
      const auto bits = static_cast<std::int64_t>(std::bit_cast<Bits>(value));
      // Negative numbers have the sign bit set and grow away from zero.
      constexpr std::int64_t lowest = static_cast<std::int64_t>(std::numeric_limits<Bits>::min());
      return bits < 0 ? lowest - bits : bits;
    } else {
      return static_cast<std::int64_t>(value);
    }
  };
  const std::int64_t low = rank(a);
  const std::int64_t high = rank(b);
  return low < high ? static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low)
                    : static_cast<std::uint64_t>(low) - static_cast<std::uint64_t>(high);
}

}  // namespace dosde
