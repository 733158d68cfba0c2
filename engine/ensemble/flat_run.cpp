#include "engine/ensemble/flat_run.hpp"

namespace dosde {
namespace {

/// Appends a list to a flat array and says where it is.
template <class T>
ListRange append(std::vector<T>& flat, const std::vector<T>& list) {
  const ListRange range{static_cast<std::int32_t>(flat.size()), static_cast<std::int32_t>(list.size())};
  flat.insert(flat.end(), list.begin(), list.end());
  return range;
}

RowProgramView flatten_rows(FlatRun& flat, const RowProgram& program) {
  return {program.program.value, append(flat.indices, program.rows)};
}

void flatten_regimes(FlatRun& flat, const CompiledScenario& scenario) {
  for (const auto& regime : scenario.regimes) {
    flat.regimes.push_back({regime.step.value, append(flat.indices, regime.free_rows), flatten_rows(flat, regime.clamp),
                            regime.is_clamp_fallible ? 1 : 0, regime.signals.value,
                            static_cast<std::int32_t>(flat.moves.size()), regime.observables.value});
    for (const auto& move : regime.moves) flat.moves.push_back(flatten_rows(flat, move));
  }
}

void flatten_switches(FlatRun& flat, const CompiledScenario& scenario) {
  for (const auto& change : scenario.switches) {
    SwitchView view;
    view.release = flatten_rows(flat, change.release);
    view.impulse = flatten_rows(flat, change.impulse);
    view.draws = append(flat.draws, change.draws);
    view.regime = change.regime;
    view.clamp = flatten_rows(flat, change.clamp);
    if (!change.regimes.empty()) view.first_regime = append(flat.indices, change.regimes).first;
    flat.switches.push_back(view);
  }
}

ListRange flatten_recorded(FlatRun& flat, const CompiledScenario& scenario) {
  const auto first = static_cast<std::int32_t>(flat.recorded.size());
  for (const auto& recorded : scenario.recorded) {
    flat.recorded.push_back({recorded.lane_slot, static_cast<std::int64_t>(flat.recorded_values.size())});
    flat.recorded_values.insert(flat.recorded_values.end(), recorded.values.begin(), recorded.values.end());
  }
  return {first, static_cast<std::int32_t>(scenario.recorded.size())};
}

}  // namespace

FlatRun flatten(const CompiledRun& run) {
  FlatRun flat;
  const bool has_worlds = run.experiment.pairing == Pairing::independent;
  for (const auto& scenario : run.scenarios) {
    ScenarioView view;
    view.draws = append(flat.draws, scenario.draws);
    view.recorded = flatten_recorded(flat, scenario);
    view.parameter_program = scenario.parameters.value;
    view.parameter_slots = append(flat.indices, scenario.parameter_slots);
    view.initial = flatten_rows(flat, scenario.initial);
    view.first_regime = static_cast<std::int32_t>(flat.regimes.size());
    flatten_regimes(flat, scenario);
    view.first_switch = static_cast<std::int32_t>(flat.switches.size());
    flatten_switches(flat, scenario);
    view.actions = append(flat.actions, scenario.actions);
    if (has_worlds || flat.scenarios.empty()) {
      append(flat.source_keys, scenario.source_keys);
      append(flat.jump_keys, scenario.jump_keys);
    }
    view.happenings = {static_cast<std::int32_t>(flat.happenings.size()),
                       static_cast<std::int32_t>(scenario.happenings.size())};
    for (const auto& happening : scenario.happenings) flat.happenings.push_back({happening.act, happening.waiting});
    view.open_at_start = scenario.open_at_start;
    flat.scenarios.push_back(view);
  }
  flat.saved_rows = append(flat.indices, run.saved_rows);
  for (const auto& swept : run.swept) flat.swept.push_back({swept.lane_slot, swept.axis});
  return flat;
}

}  // namespace dosde
