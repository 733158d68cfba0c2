#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cluster/unit_queue.hpp"
#include "engine/ensemble/sink.hpp"
#include "engine/ensemble/unit_runner.hpp"

namespace dosde {

/// Where a rank's units go, and what else is to be done with them.
class UnitStore : public Sink {
 public:
  /// Marks a unit that could not be computed.
  virtual void write_failed(const UnitRange& range) = 0;
  /// A long unit on its way. `load` returns false where there is none.
  virtual void store_checkpoint(const UnitCheckpoint& checkpoint) = 0;
  virtual bool load_checkpoint(std::int64_t unit, UnitCheckpoint& checkpoint) = 0;
};

/// What a rank does, told to whoever looks on. All may be empty.
struct LoopObserver {
  std::function<void(const Work& total)> progress;                               ///< on the first rank, now and then
  std::function<void(const UnitResult&)> unit_done;                              ///< every unit of this rank
  std::function<void(const UnitRange&, const std::string& reason)> unit_failed;  ///< every failed unit of this rank
};

/// One rank's part of a job: takes units from the queue until there are none or the job stops, and stores each. A unit
/// that throws while it is computed is marked failed, and the rest goes on; an error of the store stops all ranks and
/// is thrown, once they have been told. `units`: the list that the queue deals from. Returns what this rank did.
Work run_units(const RunShape& shape, UnitRunner& runner, UnitStore& store, UnitQueue& queue,
               const std::vector<std::int64_t>& units, const LoopObserver& observer);

/// How often a long unit is checkpointed, in seconds.
inline constexpr double checkpoint_interval = 60.0;

}  // namespace dosde
