#pragma once

#include <vector>

#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/kernel_data.hpp"

namespace dosde {

/// The lists of a compiled run end to end: what DeviceRun copies, still on the host.
struct FlatRun {
  std::vector<ScenarioView> scenarios;
  std::vector<RegimeView> regimes;
  std::vector<SwitchView> switches;
  std::vector<Action> actions;
  std::vector<Draw> draws;
  std::vector<RecordedView> recorded;
  std::vector<double> recorded_values;
  std::vector<SweptView> swept;
  std::vector<std::int32_t> indices;
  std::vector<std::uint64_t> source_keys;
  std::vector<std::uint64_t> jump_keys;
  std::vector<HappeningView> happenings;
  std::vector<RowProgramView> moves;
  ListRange saved_rows;
};

FlatRun flatten(const CompiledRun& run);

}  // namespace dosde
