#include "engine/ensemble/launch_blocks.hpp"

#include <string>
#include <type_traits>

#include "engine/core/error.hpp"
#include "engine/core/kokkos.hpp"

namespace dosde {
namespace {

using Space = Kokkos::DefaultExecutionSpace;
using WorkspaceToken = Kokkos::Experimental::UniqueToken<Space>;
constexpr bool is_host = std::is_same_v<Space, Kokkos::DefaultHostExecutionSpace>;

/// The one kernel: block b of the unit, in the workspace of whoever runs it, or in its own.
template <int Width>
struct IntegrateUnit {
  KernelData run;
  CellNoiseWorlds noise;
  UnitMemory unit;
  BlockLaunch launch;
  WorkspaceToken token;

  DOSDE_FUNCTION void operator()(const std::int64_t block) const {
    if (launch.has_own_workspaces) {
      compute(block, unit.workspace + block * unit.workspace_stride);
      return;
    }
    const int place = token.acquire();
    compute(block, unit.workspace + place * unit.workspace_stride);
    token.release(place);
  }

  DOSDE_INLINE_FUNCTION void compute(std::int64_t block, double* workspace) const {
    integrate_block<Width>(run, noise, unit, block, launch.steps, workspace);
    if (launch.reads_states) read_block<Width>(run, unit, block, launch.steps.last, workspace);
  }
};

template <int Width>
void launch_width(const KernelData& run, const UnitMemory& unit, const BlockLaunch& launch, std::int64_t first_block,
                  std::int64_t last_block) {
  const CellNoiseWorlds noise{run.source_keys, run.source_count, run.root_cell, run.detail, run.given_cells};
  Kokkos::parallel_for("dosde::integrate_block",
                       Kokkos::RangePolicy<Space, Kokkos::IndexType<std::int64_t>>(first_block, last_block),
                       IntegrateUnit<Width>{run, noise, unit, launch, WorkspaceToken()});
  Kokkos::fence();
}

std::int64_t measure_width(const KernelData& run, int block_width) {
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

void launch_blocks(const KernelData& run, const UnitMemory& unit, const BlockLaunch& launch, int block_width,
                   std::int64_t first_block, std::int64_t last_block) {
  // On a device a lane is a thread; the wide kernels are for hosts only.
  if constexpr (is_host) {
    switch (block_width) {
      case 16:
        return launch_width<16>(run, unit, launch, first_block, last_block);
      case 32:
        return launch_width<32>(run, unit, launch, first_block, last_block);
      case 64:
        return launch_width<64>(run, unit, launch, first_block, last_block);
      case 128:
        return launch_width<128>(run, unit, launch, first_block, last_block);
      default:
        break;
    }
  }
  launch_width<1>(run, unit, launch, first_block, last_block);
}

std::int64_t measure_workspace(const KernelData& run, int block_width) {
  return (measure_width(run, block_width) + 7) / 8 * 8;
}

std::int64_t count_shared_workspaces() { return WorkspaceToken().size(); }

}  // namespace dosde
