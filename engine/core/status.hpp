#pragma once

#include <cstdint>

namespace dosde {

/// How one trajectory of one scenario stands. The values are the file's `status` codes (the public contract).
enum class TrajectoryStatus : std::uint8_t {
  pending = 0,
  done = 1,
  failed = 2,
  diverged = 3,
  stopped_by_event = 4,
};

}  // namespace dosde
