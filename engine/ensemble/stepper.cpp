#include "engine/ensemble/stepper.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "engine/core/number_text.hpp"
#include "engine/ensemble/device_run.hpp"
#include "engine/ensemble/launch_blocks.hpp"
#include "engine/ensemble/sweep_target.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {
namespace {

/// Pauses make the numbers of a batch again: so the shortest.
constexpr std::int32_t batch_steps = 4;

std::string value_text(double value) { return number_text(value, 15); }

[[noreturn]] void refuse(const std::string& problem, const std::string& why, const std::string& suggestion) {
  throw Error(ErrorKind::usage, problem, why, suggestion);
}

SweepAxis make_axis(Experiment& experiment, const Control& control) {
  const ParameterId parameter = experiment.model.find_parameter(control.parameter);
  if (!parameter.is_valid()) {
    std::vector<std::string> known;
    for (const auto& other : experiment.model.parameters) known.push_back(other.name);
    refuse("the control '" + control.parameter + "' is no parameter of the model",
           "what is set while a run goes are parameters, which interventions may name",
           suggest_nearest(control.parameter, known, "declare it in [model.parameters]"));
  }
  SweepAxis axis;
  axis.name = "model.parameters." + control.parameter;
  axis.target.kind = SweepTarget::Kind::parameter;
  axis.target.index = parameter.index();
  axis.low = control.lowest;
  axis.high = control.highest;
  axis.is_set_in_run = true;
  const Expression* number = find_number(experiment, axis.target);
  if (number == nullptr)
    refuse("the control '" + control.parameter + "' is a formula or a law", "its first value must be known",
           "give the parameter a number");
  if (!(control.lowest <= number->value() && number->value() <= control.highest))
    refuse("the parameter '" + control.parameter + "' is outside of its range as a control",
           value_text(number->value()) + " is not from " + value_text(control.lowest) + " to " +
               value_text(control.highest),
           "widen the range, or start inside it");
  axis.listed = {number->value()};
  return axis;
}

/// The experiment with its controls as axes of a sweep of one point, whose values are the first ones.
Experiment with_axes(const Experiment& experiment, const std::vector<Control>& controls) {
  Experiment plain = experiment;
  std::set<std::string> names;
  Sweep sweep;
  for (const auto& control : controls) {
    if (!names.insert(control.parameter).second)
      refuse("the control '" + control.parameter + "' is named twice", "", "name it once");
    sweep.axes.push_back(make_axis(plain, control));
    sweep.values.push_back(sweep.axes.back().listed.front());
  }
  sweep.groups = {{std::make_shared<const Experiment>(plain), {0}}};
  plain.sweep = std::move(sweep);
  return plain;
}

/// Compiles it without its saves: states are read instead. Their times still split steps, as they would in a run.
CompiledRun compile_without_saves(const Experiment& experiment) {
  CompiledRun run = compile_run(experiment);
  for (auto& scenario : run.scenarios)
    std::erase_if(scenario.actions, [](const Action& action) { return action.kind == ActionKind::save; });
  return run;
}

}  // namespace

struct Stepper::Memory {
  using Space = Kokkos::DefaultExecutionSpace::memory_space;
  template <class T>
  using Array = Kokkos::View<T*, Space>;
  template <class T>
  using HostArray = typename Array<T>::HostMirror;

  Memory(const Experiment& experiment, int width)
      : run(compile_without_saves(experiment)),
        block_width(width == 0 ? choose_block_width(run) : width),
        device_run(run, batch_steps, 1),
        data(device_run.data()) {
    data.save_count = 1;
    trajectories = experiment.trajectories;
    rows = run.scenarios.size() * static_cast<std::size_t>(trajectories);
    axes = experiment.sweep.axes.size();
    blocks = (trajectories + block_width - 1) / block_width;
    const std::int64_t stride = measure_workspace(data, block_width);
    states = Array<double>("dosde::Stepper::states", rows * run.shape.columns.size());
    ends = Array<TrajectoryEnd>("dosde::Stepper::ends", rows);
    reflections = Array<double>("dosde::Stepper::reflections", rows);
    values = Array<double>("dosde::Stepper::values", rows * std::max<std::size_t>(1, axes));
    workspace = Array<double>("dosde::Stepper::workspace", static_cast<std::size_t>(blocks * stride));
    point = Array<std::int32_t>("dosde::Stepper::point", 1);
    host_states = Kokkos::create_mirror_view(states);
    host_ends = Kokkos::create_mirror_view(ends);
    host_values = Kokkos::create_mirror_view(values);
    for (std::size_t i = 0; i < rows * axes; ++i) host_values(i) = experiment.sweep.values[i % axes];
    unit.trajectory_count = trajectories;
    unit.points = point.data();
    unit.axis_count = static_cast<std::int32_t>(axes);
    unit.set_values = values.data();
    unit.states = states.data();
    unit.ends = ends.data();
    unit.reflections = reflections.data();
    unit.workspace = workspace.data();
    unit.workspace_stride = stride;
  }

  CompiledRun run;
  int block_width;
  DeviceRun device_run;
  KernelData data;
  UnitMemory unit;
  std::int64_t trajectories = 0;
  std::int64_t blocks = 0;
  std::size_t rows = 0;  ///< scenarios x trajectories
  std::size_t axes = 0;
  Array<double> states;
  Array<TrajectoryEnd> ends;
  Array<double> reflections;
  Array<double> values;  ///< [scenario][trajectory][control]
  Array<double> workspace;
  Array<std::int32_t> point;
  HostArray<double> host_states;
  HostArray<TrajectoryEnd> host_ends;
  HostArray<double> host_values;
};

Stepper::Stepper(const Experiment& experiment, const std::vector<Control>& controls, int block_width)
    : controls_(controls) {
  if (!experiment.sweep.is_empty())
    refuse("a scenario with a sweep cannot be stepped through", "a control's values are set by trajectory instead",
           "take out [sweep]");
  for (const auto& scenario : experiment.scenarios) scenarios_.push_back(scenario.name);
  // Without controls there is no axis, and a run is compiled as ever.
  memory_ = std::make_unique<Memory>(controls.empty() ? experiment : with_axes(experiment, controls), block_width);
  restart();
}

Stepper::~Stepper() = default;

const std::vector<std::string>& Stepper::scenarios() const { return scenarios_; }
const std::vector<std::string>& Stepper::columns() const { return memory_->run.shape.columns; }
const std::vector<Control>& Stepper::controls() const { return controls_; }
std::int64_t Stepper::trajectories() const { return memory_->trajectories; }
std::int64_t Stepper::first_trajectory() const { return memory_->unit.first_trajectory; }
const TimeGrid& Stepper::time_grid() const { return memory_->run.experiment.time; }
double Stepper::time() const { return time_grid().step_time(step_); }
bool Stepper::is_at_stop() const { return step_ == time_grid().step_count; }

std::span<const double> Stepper::states() const { return {memory_->host_states.data(), memory_->host_states.size()}; }
std::span<const TrajectoryEnd> Stepper::ends() const { return {memory_->host_ends.data(), memory_->host_ends.size()}; }

std::size_t Stepper::index_of(const std::string& control) const {
  std::vector<std::string> known;
  for (const auto& other : controls_) {
    if (other.parameter == control) return known.size();
    known.push_back(other.parameter);
  }
  refuse("'" + control + "' is no control of this run", "controls are declared before it starts",
         suggest_nearest(control, known, "name it among the controls"));
}

std::vector<double> Stepper::values(const std::string& control) const {
  const std::size_t index = index_of(control);
  std::vector<double> values(memory_->rows);
  for (std::size_t row = 0; row < values.size(); ++row) values[row] = memory_->host_values(row * memory_->axes + index);
  return values;
}

void Stepper::set(const std::string& control, double value) { set(control, std::span<const double>(&value, 1)); }

void Stepper::check(const std::string& control, std::span<const double> values) const {
  const std::size_t index = index_of(control);
  const auto n = static_cast<std::size_t>(memory_->trajectories);
  if (values.size() != 1 && values.size() != n && values.size() != memory_->rows)
    refuse("the control '" + control + "' got " + std::to_string(values.size()) + " values",
           "there are " + std::to_string(n) + " trajectories under " + std::to_string(scenarios_.size()) + " scenarios",
           "give one value, one a trajectory, or one a scenario and trajectory");
  const Control& range = controls_[index];
  for (const double value : values)
    if (!(std::isfinite(value) && range.lowest <= value && value <= range.highest))
      refuse("the control '" + control + "' cannot be " + value_text(value),
             "its range is from " + value_text(range.lowest) + " to " + value_text(range.highest) +
                 ", and what is proven of the formulas holds there",
             "give a finite value in the range");
}

void Stepper::set(const std::string& control, std::span<const double> values) {
  check(control, values);
  const std::size_t index = index_of(control);
  for (std::size_t row = 0; row < memory_->rows; ++row)
    memory_->host_values(row * memory_->axes + index) = values[row % values.size()];
}

void Stepper::take(std::int64_t last_step) {
  Memory& memory = *memory_;
  Kokkos::deep_copy(memory.values, memory.host_values);
  launch_blocks(memory.data, memory.unit, {{step_, last_step}, true, true}, memory.block_width, 0, memory.blocks);
  Kokkos::deep_copy(memory.host_states, memory.states);
  Kokkos::deep_copy(memory.host_ends, memory.ends);
  step_ = last_step;
}

void Stepper::advance_to(double time) {
  const TimeGrid& grid = time_grid();
  const std::int64_t tick = find_tick(grid, time, "the time to advance to");
  const std::int64_t last = grid.last_tick();
  const std::int64_t step = tick < 0 ? -1 : tick > last ? grid.step_count + 1 : grid.view().place(tick).step;
  if (tick >= 0 && tick <= last && grid.view().place(tick).is_split)
    refuse("the time " + time_text(time) + " lies inside a step", "a run pauses at step times",
           "pause at " + time_text(grid.step_time(step)) + " or " + time_text(grid.step_time(step + 1)));
  if (step <= step_)
    refuse("the time " + time_text(time) + " does not come after the present one, " + time_text(this->time()), "",
           "restart to begin anew");
  advance_steps(step - step_);
}

void Stepper::advance_steps(std::int64_t count) {
  if (count < 1) refuse("a run cannot advance by " + std::to_string(count) + " steps", "time goes forwards", "");
  if (count > time_grid().step_count - step_)
    refuse("the run ends at " + time_text(time_grid().stop()) + ", before that",
           std::to_string(time_grid().step_count - step_) + " steps are left", "restart, or set a later time.stop");
  take(step_ + count);
}

void Stepper::restart(std::int64_t first_trajectory) {
  if (first_trajectory < 0)
    refuse("there is no trajectory " + std::to_string(first_trajectory), "they count from 0", "");
  for (const auto& scenario : memory_->run.scenarios)
    for (const auto& recorded : scenario.recorded)
      if (first_trajectory > static_cast<std::int64_t>(recorded.values.size()) - memory_->trajectories)
        refuse("trajectories " + std::to_string(first_trajectory) + " and after start from recorded values",
               std::to_string(recorded.values.size()) + " were recorded", "start from an earlier one");
  memory_->unit.first_trajectory = first_trajectory;
  step_ = 0;
  take(0);
}

}  // namespace dosde
