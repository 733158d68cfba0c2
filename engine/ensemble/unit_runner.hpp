#pragma once

#include <vector>

#include "engine/ensemble/device_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// Computes work units one after the other in memory that is allocated once.
class UnitRunner {
 public:
  /// `block_width` 16, 32, 64, 128 (host) or 1; `unit_size` a multiple of the leaf size.
  UnitRunner(const CompiledRun& run, int block_width, std::int64_t unit_size);

  /// The unit's results; the spans live until the next call.
  UnitResult compute(const UnitRange& range);

 private:
  using Memory = Kokkos::DefaultExecutionSpace::memory_space;

  template <int Width>
  void launch(const UnitRange& range);
  void fetch(const UnitRange& range);

  const CompiledRun& run_;
  int block_width_;
  DeviceRun device_run_;
  Kokkos::View<double*, Memory> states_;
  Kokkos::View<TrajectoryEnd*, Memory> ends_;
  Kokkos::View<double*, Memory> reflections_;
  Kokkos::View<double*, Memory> workspace_;
  std::int64_t workspace_stride_ = 0;
  Kokkos::View<double*, Kokkos::HostSpace> host_states_;
  Kokkos::View<TrajectoryEnd*, Kokkos::HostSpace> host_ends_;
  Kokkos::View<double*, Kokkos::HostSpace> host_reflections_;
  std::vector<Moments> moments_;
  std::vector<std::int64_t> reflection_sums_;
};

/// The range of a unit of the ensemble.
UnitRange unit_range(const RunShape& shape, std::int64_t unit);

}  // namespace dosde
