#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/status.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"

namespace dosde {

/// How the stored trajectories of a scenario ended, and until when each is alive (TrajectoryEnd::lifetime).
struct Survival {
  std::vector<TrajectoryStatus> status;
  std::vector<double> lifetime;
};

/// Of a file that is not packed, raw: in the sharded layout the statuses in the shards are the truth.
Survival read_survival(const RawFile& file, const RawLayout& layout, std::int64_t scenario);

}  // namespace dosde
