#pragma once

#include <memory>
#include <vector>

#include "engine/ensemble/block_kernel.hpp"
#include "engine/ensemble/device_run.hpp"
#include "engine/ensemble/sink.hpp"

namespace dosde {

/// A unit on its way through time, as bytes: with the run it is all that is needed to go on later, because the noise is
/// a function.
struct UnitCheckpoint {
  std::int64_t unit = 0;
  std::int64_t next_step = 0;
  std::int32_t block_width = 0;
  std::vector<double> workspace;  ///< the working memory of every block
  std::vector<double> states;     ///< the unit's results so far, [S][n][T][C] (of a sweep: S at each point)
};

/// Computes work units one after the other in memory that is allocated once. A unit is computed in slices, so that its
/// caller can do other things in between (answer other ranks, stop):
///
///     runner.begin(range);
///     while (runner.advance()) { … }
///     sink.write(runner.result());
class UnitRunner {
 public:
  /// `block_width` 16, 32, 64, 128 (host) or 1; `unit_size` a multiple of the leaf size.
  UnitRunner(const CompiledRun& run, int block_width, std::int64_t unit_size);
  /// The same, taking at most `part_steps` steps at once: a multiple of the steps of a batch, or all (for tests).
  UnitRunner(const CompiledRun& run, int block_width, std::int64_t unit_size, std::int64_t part_steps);
  ~UnitRunner();

  /// Turns to a unit, at its first step.
  void begin(const UnitRange& range);
  /// Computes the next slice: some milliseconds' worth of lane blocks, over one part of the time span. False when the
  /// unit is done.
  bool advance();
  /// The results of the unit that is done; the spans live until the next `begin`.
  UnitResult result();
  /// All of it at once.
  UnitResult compute(const UnitRange& range);

  /// May `checkpoint` be taken now? Where a run takes its time span in several parts, between two of them. (Not where a
  /// sweep has several groups: their time spans are taken one after the other.)
  [[nodiscard]] bool is_between_parts() const { return groups_.size() == 1 && steps_.first > 0 && next_block_ == 0; }
  [[nodiscard]] UnitCheckpoint checkpoint() const;
  /// Turns to a unit where the checkpoint, of the same run, left it. False where it does not fit this runner.
  bool restore(const UnitRange& range, const UnitCheckpoint& checkpoint);

 private:
  using Memory = Kokkos::DefaultExecutionSpace::memory_space;

  void launch_slice(std::int64_t first_block, std::int64_t last_block);
  void fetch();
  bool turn_to_group(std::size_t first);
  [[nodiscard]] const KernelData& data() const;
  [[nodiscard]] std::int64_t part_steps() const;
  [[nodiscard]] std::int64_t block_count() const;
  [[nodiscard]] std::size_t row_count() const;
  [[nodiscard]] std::size_t value_count() const;

  struct Group;

  const CompiledRun& run_;
  int block_width_;
  std::vector<std::unique_ptr<Group>> groups_;
  UnitRange range_;
  std::size_t group_ = 0;             ///< whose points are being computed
  std::vector<std::int32_t> points_;  ///< these points, counted from the unit's first
  Kokkos::View<std::int32_t*, Memory> device_points_;
  Kokkos::View<double*, Memory> sweep_values_;  ///< [point][axis]
  StepRange steps_;                             ///< the part that is being taken
  std::int64_t next_block_ = 0;                 ///< the first block that has not taken it
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

/// The range of a unit of the ensemble: units of one range of points follow each other.
UnitRange unit_range(const RunShape& shape, std::int64_t unit);

}  // namespace dosde
