#pragma once

#include <vector>

#include "engine/core/kokkos.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/kernel_data.hpp"

namespace dosde {

/// What of a run its noise hangs on, in the memory of the host: the rest is nothing.
KernelData describe_noise(const CompiledRun& run, std::int32_t batch_steps);

/// A compiled run copied into the memory of the default execution space, flattened for kernels. Owns that memory.
class DeviceRun {
 public:
  DeviceRun(const CompiledRun& run, std::int32_t batch_steps, std::int32_t stage_capacity);

  [[nodiscard]] const KernelData& data() const { return data_; }

 private:
  template <class T>
  using Array = Kokkos::View<T*, Kokkos::DefaultExecutionSpace::memory_space>;

  void copy_programs(const CompiledRun& run);

  KernelData data_;
  Array<ProgramView> programs_;
  Array<Instruction> instructions_;
  Array<double> constants_;
  Array<std::int32_t> watched_;
  Array<TableView> tables_;
  Array<double> table_rows_;
  Array<ScenarioView> scenarios_;
  Array<RegimeView> regimes_;
  Array<SwitchView> switches_;
  Array<Action> actions_;
  Array<Draw> draws_;
  Array<RecordedView> recorded_;
  Array<double> recorded_values_;
  Array<SweptView> swept_;
  Array<std::int32_t> indices_;
  Array<std::uint64_t> source_keys_;
  Array<std::uint64_t> jump_keys_;
  Array<std::int32_t> mark_slots_;
  Array<HappeningView> happenings_;
  Array<RowProgramView> moves_;
  Array<SplitTime> splits_;
  Array<Piece> pieces_;
  Array<double> absolute_tolerances_;
  Array<double> relative_tolerances_;
  Array<std::int32_t> recorded_sources_;
  Array<const double> given_cells_;
};

}  // namespace dosde
