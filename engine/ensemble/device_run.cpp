#include "engine/ensemble/device_run.hpp"

#include <algorithm>
#include <cmath>

#include "engine/ensemble/flat_run.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// A host array's copy in the memory of the execution space.
template <class View, class T>
View copy_to_device(const std::vector<T>& values, const char* label) {
  View view(Kokkos::view_alloc(std::string(label), Kokkos::WithoutInitializing), values.size());
  const Kokkos::View<const T*, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>> source(values.data(),
                                                                                                  values.size());
  Kokkos::deep_copy(view, source);
  return view;
}

}  // namespace

void DeviceRun::copy_programs(const CompiledRun& run) {
  std::vector<double> rows;
  std::vector<Instruction> instructions;
  std::vector<double> constants;
  std::vector<std::int32_t> watched;
  for (const auto& table : run.model.inputs) {
    rows.insert(rows.end(), table.times.begin(), table.times.end());
    rows.insert(rows.end(), table.values.begin(), table.values.end());
  }
  for (const auto& program : run.programs) {
    instructions.insert(instructions.end(), program.clock.begin(), program.clock.end());
    instructions.insert(instructions.end(), program.lanes.begin(), program.lanes.end());
    instructions.insert(instructions.end(), program.once.begin(), program.once.end());
    instructions.insert(instructions.end(), program.further.begin(), program.further.end());
    watched.insert(watched.end(), program.watched.begin(), program.watched.end());
    const auto bound = bind_constants(program, run.uniform_inputs, run.model.inputs);
    constants.insert(constants.end(), bound.begin(), bound.end());
  }
  table_rows_ = copy_to_device<Array<double>>(rows, "dosde::DeviceRun::table_rows");
  instructions_ = copy_to_device<Array<Instruction>>(instructions, "dosde::DeviceRun::instructions");
  watched_ = copy_to_device<Array<std::int32_t>>(watched, "dosde::DeviceRun::watched");
  constants_ = copy_to_device<Array<double>>(constants, "dosde::DeviceRun::constants");

  std::vector<TableView> tables;
  const double* row = table_rows_.data();
  for (const auto& table : run.model.inputs) {
    const auto count = static_cast<int>(table.times.size());
    tables.push_back({row, row + count, count, table.interpolation});
    row += 2 * count;
  }
  tables_ = copy_to_device<Array<TableView>>(tables, "dosde::DeviceRun::tables");

  std::vector<ProgramView> views;
  const Instruction* instruction = instructions_.data();
  const double* constant = constants_.data();
  const std::int32_t* slot = watched_.data();
  for (const auto& program : run.programs) {
    ProgramView view;
    view.clock = instruction;
    view.clock_count = static_cast<std::int32_t>(program.clock.size());
    view.lanes = instruction + program.clock.size();
    view.lane_count = static_cast<std::int32_t>(program.lanes.size());
    view.once = view.lanes + program.lanes.size();
    view.once_count = static_cast<std::int32_t>(program.once.size());
    view.further = view.once + program.once.size();
    view.further_count = static_cast<std::int32_t>(program.further.size());
    view.watched = slot;
    view.watched_count = static_cast<std::int32_t>(program.watched.size());
    view.constants = constant;
    view.constant_count = program.constant_slots;
    view.tables = tables_.data();
    views.push_back(view);
    instruction += program.clock.size() + program.lanes.size() + program.once.size() + program.further.size();
    slot += program.watched.size();
    constant += program.constant_slots;
  }
  programs_ = copy_to_device<Array<ProgramView>>(views, "dosde::DeviceRun::programs");
}

KernelData describe_noise(const CompiledRun& run, std::int32_t batch_steps) {
  KernelData data;
  data.source_count = static_cast<std::int32_t>(run.sources.size());
  data.increment_count = run.increment_count;
  data.detail = run.detail;
  data.batch_steps = batch_steps;
  data.cells_per_step = run.cells_per_step;
  data.steps_per_cell = run.steps_per_cell;
  data.cell_length = run.cell;
  data.root_cell = std::sqrt(run.cell);
  data.time = run.experiment.time.view();
  data.pieces = run.pieces.data();
  data.piece_count = static_cast<std::int32_t>(run.pieces.size());
  data.row_count = run.row_count;
  data.jump_count = static_cast<std::int32_t>(run.jumps.size());
  data.most_signals = run.most_signals;
  data.has_happenings = run.has_happenings;
  if (run.control) {
    data.control.is_on = true;
    data.control.time_slot = run.step_layout.inputs.at(time_symbol().name()).slot;
    data.control.step_slot = run.step_layout.inputs.at(step_symbol().name()).slot;
    data.control.first_depth = std::min(run.control->halvings, first_halvings);
    data.control.halvings = run.control->halvings;
    data.control.levels = run.pieces.empty() ? run.control->halvings : most_halvings;
    data.control.saves_ahead = choose_saves_ahead(run);
    data.control.absolute = run.control->tolerances.absolute.data();
    data.control.relative = run.control->tolerances.relative.data();
    data.control.error_exponent = run.control->error_exponent;
    data.control.extrapolation = run.control->extrapolation;
  }
  if (const auto& world = run.experiment.world)
    data.given_cells = {world->increments.data(), run.recorded_sources.data(), world->cell_count, world->trajectories};
  data.most_pieces = static_cast<std::int32_t>(most_pieces_of_batch(run.pieces, batch_steps));
  return data;
}

DeviceRun::DeviceRun(const CompiledRun& run, std::int32_t batch_steps, std::int32_t stage_capacity)
    : data_(describe_noise(run, batch_steps)) {
  copy_programs(run);
  const FlatRun flat = flatten(run);
  scenarios_ = copy_to_device<Array<ScenarioView>>(flat.scenarios, "dosde::DeviceRun::scenarios");
  regimes_ = copy_to_device<Array<RegimeView>>(flat.regimes, "dosde::DeviceRun::regimes");
  switches_ = copy_to_device<Array<SwitchView>>(flat.switches, "dosde::DeviceRun::switches");
  actions_ = copy_to_device<Array<Action>>(flat.actions, "dosde::DeviceRun::actions");
  draws_ = copy_to_device<Array<Draw>>(flat.draws, "dosde::DeviceRun::draws");
  recorded_ = copy_to_device<Array<RecordedView>>(flat.recorded, "dosde::DeviceRun::recorded");
  recorded_values_ = copy_to_device<Array<double>>(flat.recorded_values, "dosde::DeviceRun::recorded_values");
  swept_ = copy_to_device<Array<SweptView>>(flat.swept, "dosde::DeviceRun::swept");
  indices_ = copy_to_device<Array<std::int32_t>>(flat.indices, "dosde::DeviceRun::indices");
  source_keys_ = copy_to_device<Array<std::uint64_t>>(flat.source_keys, "dosde::DeviceRun::source_keys");
  jump_keys_ = copy_to_device<Array<std::uint64_t>>(flat.jump_keys, "dosde::DeviceRun::jump_keys");
  mark_slots_ = copy_to_device<Array<std::int32_t>>(run.mark_slots, "dosde::DeviceRun::mark_slots");
  happenings_ = copy_to_device<Array<HappeningView>>(flat.happenings, "dosde::DeviceRun::happenings");
  moves_ = copy_to_device<Array<RowProgramView>>(flat.moves, "dosde::DeviceRun::moves");
  splits_ = copy_to_device<Array<SplitTime>>(run.experiment.time.splits, "dosde::DeviceRun::splits");
  const RowTolerances tolerances = run.control ? run.control->tolerances : RowTolerances{};
  absolute_tolerances_ = copy_to_device<Array<double>>(tolerances.absolute, "dosde::DeviceRun::absolute_tolerances");
  relative_tolerances_ = copy_to_device<Array<double>>(tolerances.relative, "dosde::DeviceRun::relative_tolerances");
  pieces_ = copy_to_device<Array<Piece>>(run.pieces, "dosde::DeviceRun::pieces");

  if (const auto& world = run.experiment.world) {
    recorded_sources_ = copy_to_device<Array<std::int32_t>>(run.recorded_sources, "dosde::DeviceRun::recorded_sources");
    // A host reads the numbers where they are: points of a sweep share them.
    const Kokkos::View<const double*, Kokkos::HostSpace, Kokkos::MemoryTraits<Kokkos::Unmanaged>> numbers(
        world->increments.data(), world->increments.size());
    given_cells_ = Kokkos::create_mirror_view_and_copy(Kokkos::DefaultExecutionSpace::memory_space(), numbers);
    data_.given_cells.values = given_cells_.data();
    data_.given_cells.slots = recorded_sources_.data();
  }
  data_.programs = programs_.data();
  data_.scenarios = scenarios_.data();
  data_.regimes = regimes_.data();
  data_.switches = switches_.data();
  data_.actions = actions_.data();
  data_.draws = draws_.data();
  data_.recorded = recorded_.data();
  data_.recorded_values = recorded_values_.data();
  data_.swept = swept_.data();
  data_.swept_count = static_cast<std::int32_t>(flat.swept.size());
  data_.indices = indices_.data();
  data_.source_keys = source_keys_.data();
  data_.jump_keys = jump_keys_.data();
  data_.mark_slots = mark_slots_.data();
  data_.happenings = happenings_.data();
  data_.moves = moves_.data();
  data_.saved_rows = flat.saved_rows;
  data_.observable_count = run.observable_count;
  data_.scenario_count = static_cast<std::int32_t>(run.scenarios.size());
  data_.row_count = run.row_count;
  data_.reflection_row = run.reflection_row;
  data_.lane_slots = run.lane_slots;
  data_.scratch_slots = run.scratch_slots;
  data_.clock_slots = run.clock_slots;
  data_.stage_capacity = stage_capacity;
  data_.save_count = static_cast<std::int32_t>(run.save_ticks.size());
  data_.pieces = pieces_.data();
  data_.control.absolute = absolute_tolerances_.data();
  data_.control.relative = relative_tolerances_.data();
  data_.constant_slots = run.constant_slots;
  data_.time.splits = splits_.data();
  data_.has_worlds = run.experiment.pairing == Pairing::independent;
}

}  // namespace dosde
