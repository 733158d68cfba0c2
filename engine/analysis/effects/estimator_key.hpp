#pragma once

#include <cstdint>
#include <string_view>

namespace dosde {

/// The key of a stream of random numbers that an estimator uses (signs, frequencies), from the seed and its name: like
/// stream_key, under another constant, so that no estimator's numbers are those of a world.
std::uint64_t estimator_key(std::uint64_t seed, std::string_view name);

}  // namespace dosde
