#include "engine/ensemble/unit_runner.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/ensemble/launch_blocks.hpp"
#include "engine/ensemble/summary.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
constexpr bool is_host = std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>;
template <class View>
View allocate(const char* label, std::size_t size) {
  return View(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing), size);
}

/// Copies the first `count` elements, unless both are the same memory.
template <class To, class From>
void copy_first(const To& to, const From& from, std::size_t count) {
  if (static_cast<const void*>(to.data()) == static_cast<const void*>(from.data())) return;
  const auto part = std::make_pair(std::size_t{0}, count);
  Kokkos::deep_copy(Kokkos::subview(to, part), Kokkos::subview(from, part));
}

template <class Element>
using HostVector = Kokkos::View<Element*, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>>;

/// A vector's memory as a view.
template <class Element>
HostVector<Element> over(std::vector<Element>& values) {
  return HostVector<Element>(values.data(), values.size());
}
template <class Element>
HostVector<const Element> over(const std::vector<Element>& values) {
  return HostVector<const Element>(values.data(), values.size());
}

}  // namespace

UnitRange unit_range(const RunShape& shape, std::int64_t unit) {
  const std::int64_t ranges = shape.trajectory_ranges();
  const std::int64_t first = unit % ranges * shape.unit_size;
  const std::int64_t first_point = unit / ranges * shape.unit_points;
  return {unit, first, std::min(shape.unit_size, shape.trajectories - first), first_point,
          std::min(shape.unit_points, shape.points - first_point)};
}

/// One program set with what a kernel needs of it: of a sweep, the points that differ in lane inputs only.
struct UnitRunner::Group {
  Group(const CompiledRun& compiled, int block_width)
      : run(compiled),
        device_run(compiled, choose_batch_steps(compiled, block_width), choose_stage_capacity(compiled, block_width)),
        part_steps(choose_part_steps(compiled, block_width, choose_batch_steps(compiled, block_width))),
        slice_blocks(choose_slice_blocks(compiled, block_width) * Space().concurrency()) {}

  [[nodiscard]] bool has_parts() const { return part_steps < device_run.data().time.step_count; }

  const CompiledRun& run;
  DeviceRun device_run;
  std::int64_t part_steps;
  std::int64_t slice_blocks;
};

UnitRunner::UnitRunner(const CompiledRun& run, int block_width, std::int64_t unit_size)
    : UnitRunner(run, block_width, unit_size, 0) {}

UnitRunner::UnitRunner(const CompiledRun& run, int block_width, std::int64_t unit_size, std::int64_t part_steps)
    : run_(run), block_width_(block_width) {
  groups_.push_back(std::make_unique<Group>(run, block_width));
  for (const auto& further : run.further_groups) groups_.push_back(std::make_unique<Group>(further, block_width));
  bool has_parts = false;
  for (const auto& group : groups_) {
    if (part_steps > 0) group->part_steps = part_steps;
    has_parts = has_parts || group->has_parts();
    workspace_stride_ = std::max(workspace_stride_, measure_workspace(group->device_run.data(), block_width));
  }
  const RunShape& shape = run.shape;
  const auto points = static_cast<std::size_t>(std::min(shape.unit_points, shape.points));
  const auto size = static_cast<std::size_t>(std::min(unit_size, shape.trajectories));
  const std::size_t rows = static_cast<std::size_t>(shape.base_count()) * points;
  const std::size_t values = rows * size * shape.save_times.size() * shape.columns.size();
  const auto width = static_cast<std::size_t>(block_width);
  const std::size_t blocks = (points * size + width - 1) / width;
  const auto running = static_cast<std::size_t>(count_shared_workspaces());
  const auto places = is_host && !has_parts ? running : std::max(blocks, running);

  states_ = allocate<decltype(states_)>("dosde::UnitRunner::states", values);
  ends_ = allocate<decltype(ends_)>("dosde::UnitRunner::ends", rows * size);
  reflections_ = allocate<decltype(reflections_)>("dosde::UnitRunner::reflections", rows * size);
  workspace_ = allocate<decltype(workspace_)>("dosde::UnitRunner::workspace",
                                              places * static_cast<std::size_t>(workspace_stride_));
  device_points_ = allocate<decltype(device_points_)>("dosde::UnitRunner::points", points);
  sweep_values_ = allocate<decltype(sweep_values_)>("dosde::UnitRunner::sweep_values", shape.sweep_values.size());
  copy_first(sweep_values_, over(shape.sweep_values), shape.sweep_values.size());
  host_states_ = Kokkos::create_mirror_view(Kokkos::HostSpace(), states_);
  host_ends_ = Kokkos::create_mirror_view(Kokkos::HostSpace(), ends_);
  host_reflections_ = Kokkos::create_mirror_view(Kokkos::HostSpace(), reflections_);
  moments_.resize(rows * shape.save_times.size() * shape.columns.size());
  reflection_sums_.resize(rows);
}

UnitRunner::~UnitRunner() = default;

const KernelData& UnitRunner::data() const { return groups_[group_]->device_run.data(); }
std::int64_t UnitRunner::part_steps() const { return groups_[group_]->part_steps; }

std::int64_t UnitRunner::block_count() const {
  const std::int64_t lanes = static_cast<std::int64_t>(points_.size()) * range_.trajectory_count;
  return (lanes + block_width_ - 1) / block_width_;
}

/// Scenarios of the unit: all at each of its points.
std::size_t UnitRunner::row_count() const {
  return static_cast<std::size_t>(run_.shape.base_count() * range_.point_count);
}

/// Saved numbers of the unit.
std::size_t UnitRunner::value_count() const {
  return row_count() * static_cast<std::size_t>(range_.trajectory_count) * run_.shape.save_times.size() *
         run_.shape.columns.size();
}

void UnitRunner::launch_slice(std::int64_t first_block, std::int64_t last_block) {
  UnitMemory unit;
  unit.first_trajectory = range_.first_trajectory;
  unit.trajectory_count = range_.trajectory_count;
  unit.point_count = static_cast<std::int64_t>(points_.size());
  unit.points = device_points_.data();
  unit.axis_count = static_cast<std::int32_t>(run_.shape.sweep_axes.size());
  unit.point_values = sweep_values_.data() + range_.first_point * unit.axis_count;
  unit.states = states_.data();
  unit.ends = ends_.data();
  unit.reflections = reflections_.data();
  unit.workspace = workspace_.data();
  unit.workspace_stride = workspace_stride_;
  launch_blocks(data(), unit, {steps_, groups_[group_]->has_parts(), false}, block_width_, first_block, last_block);
}

void UnitRunner::begin(const UnitRange& range) {
  range_ = range;
  turn_to_group(0);
}

/// Turns to the first group, from `first` on, that has points in the unit. False where there is none.
bool UnitRunner::turn_to_group(std::size_t first) {
  for (std::size_t group = first; group < groups_.size(); ++group) {
    points_.clear();
    for (std::int64_t point = 0; point < range_.point_count; ++point)
      if (&run_.group_of_point(range_.first_point + point) == &groups_[group]->run)
        points_.push_back(static_cast<std::int32_t>(point));
    if (points_.empty()) continue;
    group_ = group;
    copy_first(device_points_, over(points_), points_.size());
    steps_ = {0, std::min(part_steps(), data().time.step_count)};
    next_block_ = 0;
    return true;
  }
  return false;
}

bool UnitRunner::advance() {
  // A host takes a few blocks at a time, so that whoever waits for this process waits milliseconds; a device needs all.
  const std::int64_t at_once = is_host ? groups_[group_]->slice_blocks : block_count();
  const std::int64_t last_block = std::min(next_block_ + at_once, block_count());
  launch_slice(next_block_, last_block);
  next_block_ = last_block;
  if (next_block_ < block_count()) return true;
  const std::int64_t step_count = data().time.step_count;
  if (steps_.last == step_count) return turn_to_group(group_ + 1);
  steps_ = {steps_.last, std::min(steps_.last + part_steps(), step_count)};
  next_block_ = 0;
  return true;
}

UnitResult UnitRunner::compute(const UnitRange& range) {
  begin(range);
  while (advance()) {
  }
  return result();
}

void UnitRunner::fetch() {
  const std::size_t trajectories = row_count() * static_cast<std::size_t>(range_.trajectory_count);
  copy_first(host_states_, states_, value_count());
  copy_first(host_ends_, ends_, trajectories);
  copy_first(host_reflections_, reflections_, trajectories);
}

UnitResult UnitRunner::result() {
  fetch();
  const RunShape& shape = run_.shape;
  const std::size_t scenarios = row_count();
  const auto count = static_cast<std::size_t>(range_.trajectory_count);
  const std::size_t values = shape.save_times.size() * shape.columns.size();
  for (std::size_t s = 0; s < scenarios; ++s) {
    const std::span<const double> states(host_states_.data() + s * count * values, count * values);
    const std::span<const TrajectoryEnd> ends(host_ends_.data() + s * count, count);
    summarise(states, ends, shape, std::span<Moments>(moments_).subspan(s * values, values));
    double reflections = 0.0;
    for (std::size_t n = 0; n < count; ++n) reflections += host_reflections_(s * count + n);
    reflection_sums_[s] = static_cast<std::int64_t>(reflections);
  }
  return {range_,
          {host_states_.data(), scenarios * count * values},
          {host_ends_.data(), scenarios * count},
          std::span<const Moments>(moments_).first(scenarios * values),
          std::span<const std::int64_t>(reflection_sums_).first(scenarios)};
}

UnitCheckpoint UnitRunner::checkpoint() const {
  UnitCheckpoint checkpoint{range_.unit, steps_.first, block_width_, {}, {}};
  checkpoint.workspace.resize(static_cast<std::size_t>(block_count() * workspace_stride_));
  checkpoint.states.resize(value_count());
  copy_first(over(checkpoint.workspace), workspace_, checkpoint.workspace.size());
  copy_first(over(checkpoint.states), states_, checkpoint.states.size());
  return checkpoint;
}

bool UnitRunner::restore(const UnitRange& range, const UnitCheckpoint& checkpoint) {
  begin(range);
  const std::int64_t step_count = data().time.step_count;
  const bool fits = checkpoint.unit == range.unit && checkpoint.block_width == block_width_ &&
                    checkpoint.workspace.size() == static_cast<std::size_t>(block_count() * workspace_stride_) &&
                    checkpoint.states.size() == value_count() && checkpoint.next_step > 0 &&
                    checkpoint.next_step < step_count && checkpoint.next_step % data().batch_steps == 0 &&
                    groups_.size() == 1 && groups_.front()->has_parts();
  if (!fits) return false;
  copy_first(workspace_, over(checkpoint.workspace), checkpoint.workspace.size());
  copy_first(states_, over(checkpoint.states), checkpoint.states.size());
  steps_ = {checkpoint.next_step, std::min(checkpoint.next_step + part_steps(), step_count)};
  return true;
}

}  // namespace dosde
