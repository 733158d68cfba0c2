#include "engine/ensemble/unit_runner.hpp"

#include <algorithm>
#include <type_traits>

#include "engine/ensemble/block_kernel.hpp"
#include "engine/ensemble/summary.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using WorkspaceToken = Kokkos::Experimental::UniqueToken<Space>;

/// The one kernel: block b of the unit, in the workspace of whoever runs it.
template <int Width>
struct IntegrateUnit {
  KernelData run;
  CellNoiseWorlds noise;
  UnitMemory unit;
  WorkspaceToken token;

  DOSDE_FUNCTION void operator()(const std::int64_t block) const {
    const int place = token.acquire();
    integrate_block<Width>(run, noise, unit, block, unit.workspace + place * unit.workspace_stride);
    token.release(place);
  }
};

template <class View>
View allocate(const char* label, std::size_t size) {
  return View(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing), size);
}

std::int64_t measure_workspace(const KernelData& run, int block_width) {
  switch (block_width) {
    case 1:
      return measure_block_memory<1>(run);
    case 16:
      return measure_block_memory<16>(run);
    case 32:
      return measure_block_memory<32>(run);
    case 64:
      return measure_block_memory<64>(run);
    case 128:
      return measure_block_memory<128>(run);
    default:
      throw Error(ErrorKind::internal, "no kernel for a block width of " + std::to_string(block_width));
  }
}

}  // namespace

UnitRange unit_range(const RunShape& shape, std::int64_t unit) {
  const std::int64_t first = unit * shape.unit_size;
  return {unit, first, std::min(shape.unit_size, shape.trajectories - first)};
}

UnitRunner::UnitRunner(const CompiledRun& run, int block_width, std::int64_t unit_size)
    : run_(run),
      block_width_(block_width),
      device_run_(run, choose_batch_steps(run, block_width), choose_stage_capacity(run, block_width)) {
  const auto scenarios = run.shape.scenarios.size();
  const auto size = static_cast<std::size_t>(std::min(unit_size, run.shape.trajectories));
  const std::size_t values = scenarios * size * run.shape.save_times.size() * run.shape.columns.size();
  workspace_stride_ = (measure_workspace(device_run_.data(), block_width) + 7) / 8 * 8;
  const auto blocks = (size + static_cast<std::size_t>(block_width) - 1) / static_cast<std::size_t>(block_width);
  const auto places = std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>
                          ? static_cast<std::size_t>(WorkspaceToken().size())
                          : std::max<std::size_t>(blocks, static_cast<std::size_t>(WorkspaceToken().size()));

  states_ = allocate<decltype(states_)>("dosde::UnitRunner::states", values);
  ends_ = allocate<decltype(ends_)>("dosde::UnitRunner::ends", scenarios * size);
  reflections_ = allocate<decltype(reflections_)>("dosde::UnitRunner::reflections", scenarios * size);
  workspace_ = allocate<decltype(workspace_)>("dosde::UnitRunner::workspace",
                                              places * static_cast<std::size_t>(workspace_stride_));
  host_states_ = Kokkos::create_mirror_view(Kokkos::HostSpace(), states_);
  host_ends_ = Kokkos::create_mirror_view(Kokkos::HostSpace(), ends_);
  host_reflections_ = Kokkos::create_mirror_view(Kokkos::HostSpace(), reflections_);
  moments_.resize(scenarios * run.shape.save_times.size() * run.shape.columns.size());
  reflection_sums_.resize(scenarios);
}

template <int Width>
void UnitRunner::launch(const UnitRange& range) {
  UnitMemory unit;
  unit.first_trajectory = range.first_trajectory;
  unit.trajectory_count = range.trajectory_count;
  unit.states = states_.data();
  unit.ends = ends_.data();
  unit.reflections = reflections_.data();
  unit.workspace = workspace_.data();
  unit.workspace_stride = workspace_stride_;
  const KernelData& run = device_run_.data();
  const CellNoiseWorlds noise{run.source_keys, run.source_count, run.root_cell};
  const std::int64_t blocks = (range.trajectory_count + Width - 1) / Width;
  Kokkos::parallel_for("dosde::UnitRunner::integrate",
                       Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>(0, blocks),
                       IntegrateUnit<Width>{run, noise, unit, WorkspaceToken()});
  Kokkos::fence();
}

void UnitRunner::fetch(const UnitRange& range) {
  const std::size_t trajectories = run_.shape.scenarios.size() * static_cast<std::size_t>(range.trajectory_count);
  const std::size_t values = trajectories * run_.shape.save_times.size() * run_.shape.columns.size();
  const auto copy = [](const auto& to, const auto& from, std::size_t count) {
    if (to.data() == from.data()) return;
    const auto part = std::make_pair(std::size_t{0}, count);
    Kokkos::deep_copy(Kokkos::subview(to, part), Kokkos::subview(from, part));
  };
  copy(host_states_, states_, values);
  copy(host_ends_, ends_, trajectories);
  copy(host_reflections_, reflections_, trajectories);
}

UnitResult UnitRunner::compute(const UnitRange& range) {
  // On a device a lane is a thread; the wide kernels are for hosts only.
  if constexpr (std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>) {
    switch (block_width_) {
      case 16:
        launch<16>(range);
        break;
      case 32:
        launch<32>(range);
        break;
      case 64:
        launch<64>(range);
        break;
      case 128:
        launch<128>(range);
        break;
      default:
        launch<1>(range);
    }
  } else {
    launch<1>(range);
  }
  fetch(range);

  const RunShape& shape = run_.shape;
  const std::size_t scenarios = shape.scenarios.size();
  const auto count = static_cast<std::size_t>(range.trajectory_count);
  const std::size_t values = shape.save_times.size() * shape.columns.size();
  for (std::size_t s = 0; s < scenarios; ++s) {
    const std::span<const double> states(host_states_.data() + s * count * values, count * values);
    const std::span<const TrajectoryEnd> ends(host_ends_.data() + s * count, count);
    summarise(states, ends, shape, std::span<Moments>(moments_).subspan(s * values, values));
    double reflections = 0.0;
    for (std::size_t n = 0; n < count; ++n) reflections += host_reflections_(s * count + n);
    reflection_sums_[s] = static_cast<std::int64_t>(reflections);
  }
  return {range,
          {host_states_.data(), scenarios * count * values},
          {host_ends_.data(), scenarios * count},
          moments_,
          reflection_sums_};
}

}  // namespace dosde
