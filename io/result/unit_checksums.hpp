#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/ensemble/moments.hpp"
#include "io/result/layout.hpp"

namespace dosde {

/// What a work unit writes besides the states, for some scenarios: every span is [scenario][…].
struct UnitRows {
  std::span<const std::uint8_t> statuses;        ///< a trajectory
  std::span<const double> end_times;             ///< a trajectory
  std::span<const std::int32_t> end_variables;   ///< a trajectory
  std::span<const std::uint32_t> state_crc32cs;  ///< a stored trajectory
  std::span<const std::int64_t> reflections;     ///< one a scenario
  std::span<const Moments> partials;             ///< [time][column]; empty where the file keeps none
};

/// A row of `units/crc32c`: one checksum for each of `unit_pieces`, in that order.
using UnitChecksums = std::array<std::uint32_t, unit_piece_count>;

/// The checksums of every scenario.
std::vector<UnitChecksums> unit_checksums(const UnitRows& rows);

}  // namespace dosde
