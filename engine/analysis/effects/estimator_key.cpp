#include "engine/analysis/effects/estimator_key.hpp"

#include "engine/random/siphash.hpp"

namespace dosde {

std::uint64_t estimator_key(std::uint64_t seed, std::string_view name) {
  constexpr std::uint64_t domain = 0x0000016574616d69;  // in memory order "imate", the version 1, and two zeros
  return siphash_2_4(seed, domain, name);
}

}  // namespace dosde
