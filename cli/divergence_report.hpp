#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "cli/application.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// Remembers the first trajectories that left the finite numbers and tells, at the end, when, through what and why.
class DivergenceCollector {
 public:
  /// To be called with every unit that was computed here.
  std::function<void(const UnitResult&)> observer();

  /// Replays the first few and names their causes on standard error. `total`: diverged trajectories of all ranks.
  void report(const CompiledRun& run, std::int64_t total, const Application& application) const;

 private:
  struct Case {
    std::size_t scenario;
    std::int64_t trajectory;
    TrajectoryEnd end;
  };
  std::vector<Case> first_;
};

}  // namespace dosde
