#include "engine/ensemble/compile_scenario.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "engine/ensemble/observables.hpp"
#include "engine/ensemble/reflection.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/fallible.hpp"

namespace dosde {
namespace {

Expression draw_from(const Law& law, const std::string& uniform_name) {
  return find_law(law.name)->quantile(law.arguments, Expression::symbol(uniform_name));
}

/// Row i of the pairs goes to next_state.
std::vector<Output> outputs_of(const std::vector<StepRow>& rows) {
  std::vector<Output> outputs;
  for (const auto& row : rows) outputs.push_back({row.next, {Segment::next_state, row.variable.value}});
  return outputs;
}

std::vector<std::int32_t> rows_of(const std::vector<StepRow>& rows) {
  std::vector<std::int32_t> written;
  for (const auto& row : rows) written.push_back(row.variable.value);
  return written;
}

/// Formulas of state rows as a program.
RowProgram compile_rows(const std::vector<StepRow>& rows, ProgramPool& pool) {
  return {pool.add(outputs_of(rows)), rows_of(rows)};
}

/// Saves come after the switches of the same tick, pieces of split steps after both.
std::vector<Action> merge_actions(const std::vector<std::int64_t>& switch_ticks,
                                  const std::vector<std::int64_t>& save_ticks, const std::vector<Piece>& pieces) {
  std::vector<Action> actions;
  for (std::size_t i = 0; i < switch_ticks.size(); ++i)
    actions.push_back({switch_ticks[i], ActionKind::switch_regime, static_cast<std::int32_t>(i)});
  for (std::size_t i = 0; i < save_ticks.size(); ++i)
    actions.push_back({save_ticks[i], ActionKind::save, static_cast<std::int32_t>(i)});
  for (std::size_t i = 0; i < pieces.size(); ++i)
    actions.push_back({pieces[i].first_tick, ActionKind::take_piece, static_cast<std::int32_t>(i)});
  std::stable_sort(actions.begin(), actions.end(), [](const Action& a, const Action& b) { return a.tick < b.tick; });
  return actions;
}

}  // namespace

std::string paired_name(Pairing pairing, const std::string& name, const std::string& scenario_name) {
  return pairing == Pairing::shared ? name : scenario_name + "/" + name;
}

std::uint64_t ScenarioCompiler::key(StreamKind kind, const std::string& name, const std::string& scenario_name) const {
  return stream_key(experiment.seed, kind, paired_name(experiment.pairing, name, scenario_name));
}

void ScenarioCompiler::compile_draws(CompiledScenario& scenario, const Timeline& timeline,
                                     const std::string& scenario_name) const {
  for (const auto& parameter : model.parameters) {
    if (!std::holds_alternative<Law>(parameter.value) || swept.contains(parameter.name)) continue;
    const auto slot = layout.inputs.at(parameter_draw_name(parameter.name)).slot;
    scenario.draws.push_back({slot, key(StreamKind::parameter, parameter.name, scenario_name), 0});
  }
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const std::string& name = model.variables[i].name;
    if (std::holds_alternative<Law>(timeline.initial[i])) {
      const auto slot = layout.inputs.at(initial_draw_name(name)).slot;
      scenario.draws.push_back({slot, key(StreamKind::initial, name, scenario_name), 0});
    } else if (const auto* recorded = std::get_if<RecordedInitial>(&timeline.initial[i])) {
      if (static_cast<std::int64_t>(recorded->values->size()) < experiment.trajectories)
        throw Error(ErrorKind::scenario,
                    "the initial values of '" + name + "' from " + recorded->origin + " are " +
                        std::to_string(recorded->values->size()) + " but the ensemble has " +
                        std::to_string(experiment.trajectories) + " trajectories",
                    "trajectory n starts from recorded value n", "ask for no more trajectories than were recorded");
      scenario.recorded.push_back({layout.inputs.at(recorded_initial_name(name)).slot, *recorded->values});
    }
  }
}

void ScenarioCompiler::compile_parameters(CompiledScenario& scenario) const {
  std::vector<Output> outputs;
  std::map<std::string, Expression> known;  // drawn parameters as formulas of draws and uniform parameters
  std::vector<std::string> drawn = drawn_parameters(model);
  std::erase_if(drawn, [&](const std::string& name) { return swept.contains(name); });  // lane inputs by themselves
  // Formulas may name drawn parameters further down the file; references are acyclic, so passes over the list end.
  while (known.size() < drawn.size()) {
    for (const auto& name : drawn) {
      if (known.count(name) > 0) continue;
      const Parameter& parameter = model.parameters[model.find_parameter(name).index()];
      const auto* law = std::get_if<Law>(&parameter.value);
      const Expression value =
          law != nullptr ? draw_from(*law, parameter_draw_name(name)) : std::get<Expression>(parameter.value);
      const auto symbols = symbols_of(value);
      const bool is_ready = std::all_of(symbols.begin(), symbols.end(), [&](const std::string& symbol) {
        return known.count(symbol) > 0 || std::find(drawn.begin(), drawn.end(), symbol) == drawn.end();
      });
      if (is_ready) known[name] = substitute(value, known);
    }
  }
  for (const auto& name : drawn) {
    outputs.push_back({known[name], {Segment::scratch, static_cast<std::int32_t>(outputs.size())}});
    scenario.parameter_slots.push_back(layout.inputs.at(name).slot);
  }
  scenario.parameters = pool.add(outputs, static_cast<std::int32_t>(outputs.size()));
}

RowProgram ScenarioCompiler::compile_initial(const Timeline& timeline) const {
  std::vector<StepRow> rows;
  for (std::size_t i = 0; i < model.variables.size(); ++i) {
    const std::string& name = model.variables[i].name;
    Expression value;
    if (const auto* formula = std::get_if<Expression>(&timeline.initial[i]))
      value = *formula;
    else if (const auto* law = std::get_if<Law>(&timeline.initial[i]))
      value = draw_from(*law, initial_draw_name(name));
    else
      value = Expression::symbol(recorded_initial_name(name));
    rows.push_back({VariableId{static_cast<std::int32_t>(i)}, value});
  }
  const MechanismSet& mechanisms = timeline.mechanism_sets[timeline.regimes.front().mechanisms];
  return compile_rows(reflect_at_bounds(rows, model, mechanisms), pool);
}

RowProgram ScenarioCompiler::compile_release(const MechanismSet& before, const MechanismSet& after) const {
  std::vector<StepRow> rows;
  const auto is_same = [](const std::optional<Expression>& a, const std::optional<Expression>& b) {
    return a.has_value() == b.has_value() && (!a || a->is_same(*b));
  };
  for (std::size_t i = 0; i < before.size(); ++i) {
    const VariableId row{static_cast<std::int32_t>(i)};
    if (before[i].clamp)
      rows.push_back({row, *before[i].clamp});
    else if (!after[i].clamp && !(is_same(before[i].lower, after[i].lower) && is_same(before[i].upper, after[i].upper)))
      rows.push_back({row, Expression::symbol(model.variables[i].name)});  // bounds that a parameter edit moved
  }
  return rows.empty() ? RowProgram{} : compile_rows(reflect_at_bounds(rows, model, after), pool);
}

void ScenarioCompiler::compile_happenings(CompiledRegime& regime, const MechanismSet& mechanisms,
                                          const HappeningFormulas& happenings) const {
  std::vector<Output> signals;
  const auto add_signal = [&](const Expression& value) {
    signals.push_back({value, {Segment::scratch, static_cast<std::int32_t>(signals.size())}});
  };
  const auto add_moves = [&](const std::vector<StepRow>& rows) {
    regime.moves.push_back(rows.empty() ? RowProgram{}
                                        : compile_rows(reflect_at_bounds(rows, model, mechanisms), pool));
  };
  for (std::size_t i = 0; i < happenings.conditions.size(); ++i) {
    add_signal(happenings.conditions[i]);
    std::vector<StepRow> rows;
    for (const auto& move : happenings.moves[i]) rows.push_back({move.variable, move.value});
    add_moves(rows);
  }
  for (const auto& jump : jumps) {
    const auto number = static_cast<std::size_t>(model.find_jump(jump) - model.jumps.data());
    std::map<std::string, Expression> mark;
    if (model.jumps[number].mark)
      mark[mark_name] = substitute(happenings.marks[number], {{mark_draw("").name(), mark_draw(jump)}});
    std::vector<StepRow> rows;
    for (std::size_t i = 0; i < mechanisms.size(); ++i)
      for (const auto& term : mechanisms[i].noise)
        if (term.source == jump && !mechanisms[i].clamp)
          rows.push_back({VariableId{static_cast<std::int32_t>(i)},
                          Expression::symbol(model.variables[i].name) + substitute(term.loading, mark)});
    add_signal(rows.empty() ? Expression(0.0) : Expression(cell) * happenings.rates[number]);
    add_moves(rows);
  }
  regime.signals = pool.add_step(signals, static_cast<std::int32_t>(signals.size()));
}

ProgramId ScenarioCompiler::compile_observables(const std::map<std::string, Expression>& parameters) const {
  std::vector<Output> outputs;
  for (const auto& formula : observables_under(experiment, parameters))
    outputs.push_back({formula, {Segment::scratch, static_cast<std::int32_t>(outputs.size())}});
  return pool.add(outputs, static_cast<std::int32_t>(outputs.size()));
}

CompiledRegime ScenarioCompiler::compile_regime(const MechanismSet& mechanisms,
                                                const HappeningFormulas& happenings) const {
  CompiledRegime regime;
  StepProblem problem = make_step_problem(model, mechanisms, scheme.integrates, experiment.time.step);
  const std::vector<StepRow> usual = reflect_at_bounds(scheme.step(problem), model, mechanisms);
  problem.effort = SolveEffort::persistent;
  regime.formulas =
      scheme.drift_step == DriftStep::solved ? reflect_at_bounds(scheme.step(problem), model, mechanisms) : usual;
  regime.step = pool.add_step(outputs_of(usual), outputs_of(regime.formulas));
  regime.free_rows = rows_of(regime.formulas);

  std::vector<StepRow> clamps;
  for (std::size_t i = 0; i < mechanisms.size(); ++i)
    if (mechanisms[i].clamp) clamps.push_back({VariableId{static_cast<std::int32_t>(i)}, *mechanisms[i].clamp});
  regime.is_clamp_fallible =
      std::any_of(clamps.begin(), clamps.end(), [](const StepRow& clamp) { return is_fallible(clamp.next); });
  regime.clamp = compile_rows(clamps, pool);
  compile_happenings(regime, mechanisms, happenings);
  return regime;
}

std::vector<Switch> ScenarioCompiler::compile_switches(const CompiledScenario& scenario, const Timeline& timeline,
                                                       const std::string& scenario_name,
                                                       std::vector<std::int64_t>& ticks) const {
  std::set<std::int64_t> moments;
  for (const auto& regime : timeline.regimes) moments.insert(regime.first_tick);
  for (const auto& impulse : timeline.impulses) moments.insert(impulse.tick);
  ticks.assign(moments.begin(), moments.end());

  std::vector<Switch> switches;
  std::map<std::pair<std::size_t, std::size_t>, RowProgram> releases;  // by mechanisms before and after
  std::size_t current = 0;                   // regime in force before the moment; before the first moment none
  auto impulse = timeline.impulses.begin();  // they stand by tick, as the moments do
  for (const auto tick : ticks) {
    Switch change;
    const std::size_t before = timeline.regimes[current].mechanisms;
    while (current + 1 < timeline.regimes.size() && timeline.regimes[current + 1].first_tick <= tick) ++current;
    const Regime& regime = timeline.regimes[current];
    const MechanismSet& mechanisms = timeline.mechanism_sets[regime.mechanisms];
    if (tick > 0) {
      const auto [known, is_new] = releases.try_emplace({before, regime.mechanisms});
      if (is_new) known->second = compile_release(timeline.mechanism_sets[before], mechanisms);
      change.release = known->second;
    }
    std::vector<StepRow> moved;
    for (; impulse != timeline.impulses.end() && impulse->tick == tick; ++impulse)
      moved.push_back({impulse->variable, impulse->new_value});
    if (!moved.empty()) change.impulse = compile_rows(reflect_at_bounds(moved, model, mechanisms), pool);
    if (regime.first_tick == tick)
      for (const auto& draw : regime.draws)
        change.draws.push_back({layout.inputs.at(draw.symbol).slot,
                                key(StreamKind::clamp, draw.key_name, scenario_name), draw.repetition});
    change.regime = static_cast<std::int32_t>(regime.mechanisms);
    change.clamp = scenario.regimes[regime.mechanisms].clamp;
    for (const auto of : regime.mechanisms_of) change.regimes.push_back(static_cast<std::int32_t>(of));
    switches.push_back(std::move(change));
  }
  return switches;
}

CompiledScenario ScenarioCompiler::compile(const Timeline& timeline, const std::string& scenario_name) const {
  CompiledScenario scenario;
  compile_draws(scenario, timeline, scenario_name);
  compile_parameters(scenario);
  scenario.initial = compile_initial(timeline);
  for (std::size_t i = 0; i < timeline.mechanism_sets.size(); ++i) {
    scenario.regimes.push_back(compile_regime(timeline.mechanism_sets[i], timeline.happening_sets[i]));
    scenario.regimes.back().observables = compile_observables(timeline.parameter_sets[i]);
  }
  scenario.happenings = timeline.happenings;
  scenario.open_at_start = timeline.open_at_start;
  std::vector<std::int64_t> switch_ticks;
  scenario.switches = compile_switches(scenario, timeline, scenario_name, switch_ticks);
  scenario.actions = merge_actions(switch_ticks, save_ticks, pieces);
  for (const auto& source : sources) scenario.source_keys.push_back(key(StreamKind::noise, source, scenario_name));
  for (const auto& jump : jumps) scenario.jump_keys.push_back(key(StreamKind::jump, jump, scenario_name));
  return scenario;
}

}  // namespace dosde
