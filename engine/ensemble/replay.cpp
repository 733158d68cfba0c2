#include "engine/ensemble/replay.hpp"

#include <algorithm>
#include <cmath>

#include "engine/core/count_before.hpp"
#include "engine/core/number_text.hpp"
#include "engine/ensemble/compile_scenario.hpp"
#include "engine/ensemble/observables.hpp"
#include "engine/ensemble/replayed_noise.hpp"
#include "engine/ensemble/storm_cause.hpp"
#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/operation.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// A scenario of the file: which of the scenarios, at which point of the sweep.
struct Place {
  std::size_t scenario = 0;
  std::int64_t point = 0;
};

Place place_of(const CompiledRun& run, std::size_t file_scenario) {
  const auto base = static_cast<std::size_t>(run.shape.base_count());
  return {file_scenario % base, static_cast<std::int64_t>(file_scenario / base)};
}

/// The run of the point's group, as if there were no other.
CompiledRun run_at(const CompiledRun& whole, std::int64_t point) {
  CompiledRun run = whole.group_of_point(point);
  run.shape = whole.shape;
  run.further_groups.clear();
  run.point_groups.clear();
  return run;
}

/// The lane inputs as observables, so that a replay shows the drawn values that the steps saw.
std::vector<std::string> lane_input_names(const CompiledRun& run) {
  std::vector<std::string> names;
  for (const auto& [symbol, place] : run.layout.inputs)
    if (place.segment == Segment::lane_input) names.push_back(symbol);
  return names;
}

/// The same run, saving every variable and every lane input at one tick only.
CompiledRun observe_tick(const CompiledRun& run, std::int64_t tick) {
  CompiledRun replay = run;
  replay.shape.unit_points = 1;
  replay.save_ticks = {tick};
  replay.saved_rows.clear();
  for (std::int32_t row = 0; row < run.row_count; ++row) replay.saved_rows.push_back(row);
  std::vector<Output> outputs;
  for (const auto& name : lane_input_names(run))
    outputs.push_back({Expression::symbol(name), {Segment::scratch, static_cast<std::int32_t>(outputs.size())}});
  replay.observable_count = static_cast<std::int32_t>(outputs.size());
  ProgramId observables;
  if (!outputs.empty()) {
    observables = ProgramId{static_cast<std::int32_t>(replay.programs.size())};
    replay.programs.push_back(compile_program(outputs, run.layout, replay.observable_count));
    replay.scratch_slots = std::max(replay.scratch_slots, replay.programs.back().scratch_slots);
  }
  for (auto& scenario : replay.scenarios) {
    for (auto& regime : scenario.regimes) regime.observables = observables;
    std::erase_if(scenario.actions, [](const Action& action) { return action.kind == ActionKind::save; });
    auto place = scenario.actions.begin();
    const auto comes_first = [&](const Action& action) {
      return action.tick < tick || (action.tick == tick && action.kind == ActionKind::switch_regime);
    };
    while (place != scenario.actions.end() && comes_first(*place)) ++place;
    scenario.actions.insert(place, {tick, ActionKind::save, 0});
  }
  replay.shape.save_times = {run.experiment.time.time(tick)};
  replay.shape.columns.assign(replay.saved_rows.size() + outputs.size(), "replayed");
  return replay;
}

/// The length of the step, or the piece of one, that begins at a tick.
double length_from(const CompiledRun& run, std::int64_t tick) {
  for (const auto& piece : run.pieces)
    if (piece.first_tick == tick) return piece.length;
  return run.experiment.time.step;
}

/// Everything that the step's formulas may name.
Point point_before(const CompiledRun& run, const Place& place, std::int64_t trajectory, std::int64_t tick) {
  const CompiledRun replay = observe_tick(run, tick);
  UnitRunner runner(replay, 1, 1);
  const UnitResult result = runner.compute({0, trajectory, 1, place.point, 1});
  const std::size_t columns = replay.shape.columns.size();
  const auto states = result.states.subspan(place.scenario * columns, columns);

  Point point;
  point.tables = run.model.inputs;
  point.values = uniform_parameters(run.model);
  point.values["t"] = run.experiment.time.time(tick);
  point.values[step_symbol().name()] = length_from(run, tick);
  std::size_t column = 0;
  for (const auto& variable : run.model.variables) point.values[variable.name] = states[column++];
  if (run.reflection_row >= 0) point.values[reflection_counter_name()] = states[column++];
  for (const auto& name : lane_input_names(run)) point.values[name] = states[column++];
  const bool has_step = tick < run.experiment.time.last_tick();
  ReplayedNoise noise(run, run.scenarios[place.scenario].source_keys, trajectory);
  const std::vector<double> numbers = noise.over(has_step ? tick : 0);
  const PathDetail detail = run.detail;
  for (std::size_t k = 0; k < run.sources.size(); ++k) {
    point.values[increment_name(run.sources[k])] = numbers[k];
    if (numbers_per_source(detail) == 2)
      point.values[second_name(detail, run.sources[k])] = numbers[run.sources.size() + k];
  }
  return point;
}

/// The mechanisms in force for the step that starts at a tick: their number in the timeline.
std::size_t mechanisms_at(const CompiledRun& run, std::size_t scenario, std::int64_t tick) {
  return run.timelines[scenario].regime_at(tick).mechanisms;
}

/// The run with nothing set at switches and saves: its state at the start is the initial one, clamps or not.
CompiledRun without_assignments(CompiledRun run) {
  for (auto& scenario : run.scenarios) {
    for (auto& change : scenario.switches) change.release = change.impulse = change.clamp = {};
    for (auto& regime : scenario.regimes) regime.clamp = {};
  }
  return run;
}

/// Does the formula name what a scheme works with: the step's length, increments, support values made of them?
bool is_of_the_step(const Expression& formula) {
  const auto symbols = symbols_of(formula);
  return std::any_of(symbols.begin(), symbols.end(),
                     [](const std::string& symbol) { return symbol.find(':') != std::string::npos; });
}

constexpr std::size_t most_named_states = 4;

/// What the row's equation reads before the step: "x = 1, y = 2".
std::string states_text(const Model& model, const Expression& next, const Point& before) {
  std::string text;
  std::size_t named = 0;
  for (const auto& variable : model.variables) {
    if (!depends_on(next, variable.name)) continue;
    if (named++ == most_named_states) return text + ", …";
    text += (text.empty() ? "" : ", ") + variable.name + " = " + number_text(before.values.at(variable.name), 6);
  }
  return text;
}

/// A fault of a step's own arithmetic in the model's words: where the step began, and what failed on its way.
std::string cause_in_step(const CompiledRun& run, const Fault& fault, const Expression& next, const Point& before) {
  const Expression& formula = fault.expression;
  const std::string text = to_short_text(formula, 100);
  const std::string states = states_text(run.model, next, before);
  // Of a function its name and its argument's value; what it is of are support values.
  const OperationFacts& facts = facts_of(formula.operation());
  const bool is_function = facts.arity == 1 && facts.notation == Notation::function && fault.cause.starts_with(text);
  const std::string name(facts.name);
  return "the step of '" + run.scheme.scheme->name + "'" + (states.empty() ? "" : " from " + states) +
         " fails on its way, " +
         (is_function ? name + fault.cause.substr(text.size()) : "it leaves the finite numbers") +
         ": a shorter step may hold it, unless the model runs away";
}

/// A solved drift step may not have converged, a state may be where the scheme's are not; any other fault is the
/// formulas' own.
std::string cause_of(const Fault& fault, const Scheme& scheme, const StepProblem& problem) {
  const bool is_gap = fault.expression.is_same(not_converged());
  if (is_gap && !scheme.gap_cause.empty()) return scheme.gap_cause;
  const bool is_newton = scheme.drift_step == DriftStep::solved && is_gap;
  return is_newton ? "Newton's method did not converge in " + std::to_string(most_iterations(problem)) +
                         " iterations: a shorter step starts it closer; but where the drift jumps down no step may "
                         "have a solution, and an explicit scheme takes it"
                   : fault.cause;
}

/// Why an impulse or a clamp that acts at a tick sets the variable to what is not finite; `point`: the state before it.
std::string explain_assignment(const CompiledRun& run, std::size_t scenario, std::int64_t tick, std::size_t variable,
                               const Point& point) {
  const Timeline& timeline = run.timelines[scenario];
  for (const std::int64_t before : {std::int64_t{1}, std::int64_t{0}}) {
    const auto& clamp = timeline.mechanism_sets[mechanisms_at(run, scenario, tick - before)][variable].clamp;
    if (!clamp) continue;
    if (const Fault fault = find_fault(*clamp, point); !fault.cause.empty()) return fault.cause + ", in its clamp";
  }
  for (const auto& impulse : timeline.impulses) {
    if (impulse.tick != tick || impulse.variable.index() != variable) continue;
    if (const Fault fault = find_fault(impulse.new_value, point); !fault.cause.empty())
      return fault.cause + ", in its impulse";
  }
  const bool has_events = !run.model.events.empty();
  if (tick == 0) return std::string("its initial value is not finite") + (has_events ? ", or an event made it so" : "");
  return (has_events ? "a clamp, an impulse or an event" : "a clamp or an impulse") +
         std::string(" set it to a value that is not finite");
}

/// Of a trajectory that chose its steps: was it an assignment that ended it, at the start or a later time of the grid?
/// Then its state there is not finite.
bool is_assigned(const CompiledRun& run, const Place& place, std::int64_t trajectory, const TrajectoryEnd& end,
                 std::size_t variable) {
  const TimeGrid& grid = run.experiment.time;
  const double steps = (end.time - grid.start) / grid.step;
  const auto tick = static_cast<std::int64_t>(std::nearbyint(steps));
  if (grid.time(tick) != end.time || variable >= run.model.variables.size()) return false;
  const double value = point_before(run, place, trajectory, tick).values.at(run.model.variables[variable].name);
  return value - value != 0.0;
}

/// The state after a step in which nothing happens, as far as the formulas tell: clamped rows keep what they had.
Point point_after(const CompiledRun& run, std::size_t scenario, std::int64_t tick, const Point& before) {
  Point after = before;
  for (const auto& row : run.scenarios[scenario].regimes[mechanisms_at(run, scenario, tick)].formulas)
    if (row.variable.index() < run.model.variables.size())
      after.values[run.model.variables[row.variable.index()].name] = evaluate_scalar(row.next, before);
  after.values["t"] = run.experiment.time.time(tick + 1);
  return after;
}

std::string explain_storm_at(const CompiledRun& run, const Place& place, std::int64_t trajectory, double time) {
  const TimeGrid& grid = run.experiment.time;
  const std::int64_t earlier = count_before(grid.last_tick(), [&](std::int64_t i) { return grid.time(i) < time; });
  const std::int64_t tick = std::max<std::int64_t>(earlier - 1, 0);  // of the step that it was in
  std::vector<Point> looks{point_before(run, place, trajectory, tick)};
  if (!run.control) looks.push_back(point_after(run, place.scenario, tick, looks.front()));
  return explain_storm(run, place.scenario, mechanisms_at(run, place.scenario, tick), looks);
}

}  // namespace

DivergenceCause explain_divergence(const CompiledRun& whole_run, std::size_t file_scenario, std::int64_t trajectory,
                                   const TrajectoryEnd& end) {
  const Place place = place_of(whole_run, file_scenario);
  const CompiledRun run = run_at(whole_run, place.point);
  DivergenceCause found;
  found.time = end.time;
  if (end.variable < 0) {
    found.cause = explain_storm_at(run, place, trajectory, end.time);
    return found;
  }
  const auto variable = static_cast<std::size_t>(end.variable);
  found.variable =
      variable < run.model.variables.size() ? run.model.variables[variable].name : reflection_counter_name();
  const TimeGrid& grid = run.experiment.time;
  if (run.control && !is_assigned(run, place, trajectory, end, variable)) {
    found.cause = "its error is above the tolerance in the shortest step, " +
                  number_text(std::ldexp(grid.step, -run.control->halvings), 6) +
                  ": a looser tolerance, a shorter solver.smallest_step or another scheme may help";
    return found;
  }
  const std::int64_t end_tick = find_tick(grid, end.time, "the end of a trajectory");
  if (end_tick == 0) {
    const Point start = point_before(without_assignments(run), place, trajectory, 0);
    found.cause = explain_assignment(run, place.scenario, 0, variable, start);
    return found;
  }
  const Point before = point_before(run, place, trajectory, end_tick - 1);
  Point point = before;
  const std::size_t mechanisms = mechanisms_at(run, place.scenario, end_tick - 1);
  for (const auto& row : run.scenarios[place.scenario].regimes[mechanisms].formulas) {
    const Fault fault = find_fault(row.next, before);
    if (row.variable.index() == variable && !fault.cause.empty()) {
      const Scheme& scheme = *run.scheme.scheme;
      const StepProblem problem =
          make_step_problem(run.model, run.timelines[place.scenario].mechanism_sets[mechanisms], scheme.integrates);
      const bool is_of_step = !fault.expression.is_same(not_converged()) && is_of_the_step(fault.expression);
      found.cause = is_of_step ? cause_in_step(run, fault, row.next, before) : cause_of(fault, scheme, problem);
      return found;
    }
    if (row.variable.index() < run.model.variables.size())
      point.values[run.model.variables[row.variable.index()].name] = evaluate_scalar(row.next, before);
  }
  // No step formula failed: the state was set by a clamp, an impulse or an event at this time.
  point.values["t"] = grid.time(end_tick);
  found.cause = explain_assignment(run, place.scenario, end_tick, variable, point);
  return found;
}

std::string explain_undefined_observable(const CompiledRun& whole_run, std::size_t file_scenario,
                                         std::int64_t trajectory, std::size_t save, std::size_t column) {
  const Place place = place_of(whole_run, file_scenario);
  const CompiledRun run = run_at(whole_run, place.point);
  const std::int64_t tick = run.save_ticks[save];
  const Point point = point_before(run, place, trajectory, tick);  // the state as it was saved
  const auto& parameters = run.timelines[place.scenario].parameter_sets[mechanisms_at(run, place.scenario, tick)];
  const Fault fault = find_fault(observables_under(run.experiment, parameters)[column - run.saved_rows.size()], point);
  return fault.cause.empty() ? "its value is not finite" : fault.cause;
}

}  // namespace dosde
