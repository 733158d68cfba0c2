#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "engine/causal/resolve.hpp"
#include "engine/ensemble/cell_count.hpp"
#include "engine/ensemble/compile_scenario.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/describe_shape.hpp"
#include "engine/ensemble/fit_scheme.hpp"
#include "engine/ensemble/place_sweep.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/solvers/domain.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

void throw_on_errors(std::vector<Diagnostic> complaints) {
  if (!complaints.empty()) throw Error(ErrorKind::scenario, std::move(complaints));
}

/// Timelines of all scenarios; complaints of all of them are thrown together.
std::vector<Timeline> build_timelines(const PlacedSweep& placed, const TimeGrid& grid) {
  std::vector<Timeline> timelines;
  std::vector<Diagnostic> complaints;
  for (const auto& scenario : placed.scenarios) {
    try {
      timelines.push_back(build_timeline(placed.model, scenario.interventions, grid));
    } catch (const Error& error) {
      complaints.insert(complaints.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  throw_on_errors(std::move(complaints));
  return timelines;
}

std::vector<std::int64_t> find_save_ticks(const Experiment& experiment) {
  std::vector<std::int64_t> ticks;
  for (const double time : experiment.saves.times) {
    const std::int64_t tick = find_tick(experiment.time, time, "a save time");
    if (tick < 0 || tick > experiment.time.last_tick())
      throw Error(ErrorKind::scenario, "the save time " + time_text(time) + " is outside the time span",
                  "it is from " + time_text(experiment.time.start) + " to " + time_text(experiment.time.stop()));
    if (!ticks.empty() && tick <= ticks.back())
      throw Error(ErrorKind::scenario, "the save time " + time_text(time) + " does not come after the one before",
                  "they are one time but for rounding, or in disorder", "take them apart");
    ticks.push_back(tick);
  }
  return ticks;
}

/// "in the scenario 'x' from t = 2 on": where a timeline's mechanisms are first in force.
std::string place_text(const Timeline& timeline, std::size_t mechanisms, const std::string& scenario,
                       const TimeGrid& grid) {
  for (const auto& regime : timeline.regimes)
    if (regime.mechanisms == mechanisms)
      return "in the scenario '" + scenario + "'" +
             (regime.first_tick == 0 ? "" : " from t = " + time_text(grid.time(regime.first_tick)) + " on");
  return "in the scenario '" + scenario + "', where interventions that wait are open";
}

/// The widest class over all regimes: one scheme serves the whole file. Where not all are of it, the reason says which
/// is, the first of them.
NoiseClassProof prove_widest_class(const Model& model, const std::vector<Timeline>& timelines,
                                   const Experiment& experiment, const std::map<std::string, double>& parameters) {
  std::vector<NoiseClassProof> proofs;
  std::vector<std::string> places;
  for (std::size_t s = 0; s < timelines.size(); ++s)
    for (std::size_t m = 0; m < timelines[s].mechanism_sets.size(); ++m) {
      proofs.push_back(prove_noise_class(model, timelines[s].mechanism_sets[m], parameters));
      places.push_back(place_text(timelines[s], m, experiment.scenarios[s].name, experiment.time));
    }
  const bool is_one_class = std::all_of(proofs.begin(), proofs.end(), [&](const NoiseClassProof& proof) {
    return proof.noise_class == proofs.front().noise_class;
  });
  for (std::size_t i = 0; i < proofs.size() && !is_one_class; ++i) proofs[i].reason += ", " + places[i];
  return std::accumulate(proofs.begin() + 1, proofs.end(), proofs.front(),
                         [](const NoiseClassProof& a, const NoiseClassProof& b) { return widest(a, b); });
}

std::string first_partial_function(const Model& model, const std::vector<Timeline>& timelines) {
  std::string found;
  for (const auto& timeline : timelines)
    for (const auto& mechanisms : timeline.mechanism_sets)
      if (found.empty()) found = find_partial_function(model, mechanisms);
  return found;
}

std::vector<double> uniform_inputs_of(const Model& model, const Layout& layout, const Experiment& experiment,
                                      const std::map<std::string, double>& parameters) {
  std::vector<double> inputs(static_cast<std::size_t>(layout.uniform_count), 0.0);
  inputs[0] = experiment.time.step;
  for (const auto& parameter : model.parameters) {
    const Operand place = layout.inputs.at(parameter.name);
    if (place.segment == Segment::constant)
      inputs[static_cast<std::size_t>(place.slot)] = parameters.at(parameter.name);
  }
  return inputs;
}

void find_columns(CompiledRun& run) {
  const auto& output = run.experiment.output;
  if (output.variables.empty())
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(run.model.variables.size()); ++i)
      run.saved_rows.push_back(i);
  for (const auto variable : output.variables) run.saved_rows.push_back(variable.value);
  run.observable_count = static_cast<std::int32_t>(output.observables.size());
}

/// The sources of the run; those of jumps apart, which have points in the place of increments.
void find_sources(CompiledRun& run) {
  run.shape.sources = sources_of(run.model, run.timelines);
  for (const auto& source : run.shape.sources)
    (run.model.find_jump(source) == nullptr ? run.sources : run.jumps).push_back(source);
  for (const auto& timeline : run.timelines)
    run.most_signals =
        std::max(run.most_signals, static_cast<std::int32_t>(timeline.happenings.size() + run.jumps.size()));
  run.has_happenings = run.most_signals > 0;
}

void measure_programs(CompiledRun& run) {
  for (const auto& program : run.programs) {
    run.scratch_slots = std::max(run.scratch_slots, program.scratch_slots);
    run.clock_slots = std::max(run.clock_slots, program.clock_slots);
    run.constant_slots = std::max(run.constant_slots, program.constant_slots);
  }
  run.lane_slots = count_lane_slots(run.step_layout);
}

/// What the choice of a scheme rests on.
struct SchemeNeed {
  NoiseClassProof noise_class;
  std::string partial_function;  ///< find_partial_function
};

/// The run at one group of points whose scheme is not yet known.
struct GroupDraft {
  const Experiment* experiment;
  PlacedSweep placed;
  CompiledRun run;
  SchemeNeed need;
};

GroupDraft draft_group(const Experiment& experiment, const TimeGrid& grid, const Sweep& sweep,
                       const std::vector<std::int64_t>& points) {
  throw_on_errors(validate(experiment.model));
  throw_on_errors(check_points(experiment, sweep, points));
  GroupDraft draft{&experiment, {}, {}, {}};
  CompiledRun& run = draft.run;
  run.experiment = enter_world(experiment);
  run.experiment.time = grid;
  run.save_ticks = find_save_ticks(run.experiment);
  draft.placed = place_sweep(resolve(to_ito(run.experiment.model)), run.experiment, sweep, points);
  run.model = draft.placed.model;
  run.timelines = build_timelines(draft.placed, run.experiment.time);
  for (const auto& timeline : run.timelines)
    run.warnings.insert(run.warnings.end(), timeline.warnings.begin(), timeline.warnings.end());

  find_sources(run);
  draft.need = {prove_widest_class(run.model, run.timelines, run.experiment, uniform_parameters(run.model)),
                first_partial_function(run.model, run.timelines)};
  return draft;
}

/// What groups that ask for one scheme need of it together, by its name: points of a sweep are compared with each
/// other, as the scenarios of a file are.
std::map<std::string, SchemeNeed> join_needs(const std::vector<GroupDraft>& drafts) {
  std::map<std::string, SchemeNeed> needs;
  for (const auto& draft : drafts) {
    SchemeNeed& need = needs.try_emplace(draft.experiment->scheme, draft.need).first->second;
    need.noise_class = widest(need.noise_class, draft.need.noise_class);
    if (need.partial_function.empty()) need.partial_function = draft.need.partial_function;
  }
  return needs;
}

/// The run at a group of points, on its grid with the split times. Its shape has what one group has: columns and save
/// times.
CompiledRun compile_group(GroupDraft draft, const SchemeNeed& need) {
  const Experiment& experiment = *draft.experiment;
  const PlacedSweep& placed = draft.placed;
  CompiledRun run = std::move(draft.run);
  const std::map<std::string, double> parameters = uniform_parameters(run.model);
  run.noise_class = need.noise_class;
  run.scheme = choose_scheme(experiment.scheme, need.noise_class, experiment.scheme_location, need.partial_function,
                             experiment.step_control ? StepLengths::varying : StepLengths::fixed);
  // Lanes that cut their cells need both of W and H.
  run.detail = experiment.step_control ? PathDetail::areas : run.scheme.scheme->detail;
  const StreamNeed streams = fit_scheme(run);
  const CellCount cells = count_cells(experiment.time, experiment.noise_cell);
  run.cells_per_step = cells.cells_per_step;
  run.steps_per_cell = cells.steps_per_cell;
  run.cell = experiment.time.step / run.cells_per_step * run.steps_per_cell;
  run.pieces = cut_pieces(run.experiment.time, run.cells_per_step, run.steps_per_cell);
  refuse_other_steps(run);

  std::set<std::string> swept;
  for (const auto& [symbol, axis] : placed.axes) swept.insert(symbol);
  const auto own_sources = run.sources;
  for (int n = 1; n < streams.per_source; ++n)
    for (const auto& source : own_sources) run.sources.push_back(further_source(source, n));
  run.sources.insert(run.sources.end(), streams.further.begin(), streams.further.end());
  find_recorded_sources(run);
  refuse_shared_streams(run.experiment, run.timelines, run.sources, run.jumps);
  run.layout = make_layout(run.model, run.timelines, run.sources, run.detail, swept);
  run.increment_count = static_cast<std::int32_t>(run.sources.size()) * numbers_per_source(run.detail);
  for (const auto& jump : run.jumps) {
    const auto mark = run.layout.inputs.find(mark_draw(jump).name());
    run.mark_slots.push_back(mark == run.layout.inputs.end() ? -1 : mark->second.slot);
  }
  for (const auto& [symbol, axis] : placed.axes) run.swept.push_back({symbol, axis, run.layout.inputs.at(symbol).slot});
  run.uniform_inputs = uniform_inputs_of(run.model, run.layout, experiment, parameters);
  run.row_count = static_cast<std::int32_t>(run.model.variables.size()) + (has_bounds(run.model) ? 1 : 0);
  if (has_bounds(run.model)) run.reflection_row = run.row_count - 1;

  run.control = fit_step_control(run);
  run.step_layout = run.control ? with_own_steps(run.layout) : run.layout;
  ProgramPool pool(run.layout, run.step_layout);
  const ScenarioCompiler compiler{run.experiment, run.save_ticks, run.pieces, run.model, run.layout, *run.scheme.scheme,
                                  run.sources,    pool,           swept,      run.jumps, run.cell};
  for (std::size_t s = 0; s < run.timelines.size(); ++s)
    run.scenarios.push_back(compiler.compile(run.timelines[s], experiment.scenarios[s].name));
  find_columns(run);
  run.programs = pool.programs();
  measure_programs(run);
  describe_columns(run);
  return run;
}

}  // namespace

CompiledRun compile_run(const Experiment& experiment) {
  const Sweep& sweep = experiment.sweep;
  if (sweep.is_empty()) {
    GroupDraft draft = draft_group(experiment, split_for_actions(experiment), sweep, {});
    const SchemeNeed need = draft.need;
    CompiledRun run = compile_group(std::move(draft), need);
    describe_shape(run);
    return run;
  }
  if (experiment.pairing == Pairing::independent && !sweep.axes.front().is_set_in_run)
    throw Error(ErrorKind::scenario, "a sweep cannot be run with pairing = \"independent\"",
                "all points of a sweep meet the same exogenous world",
                "take out pairing; for other worlds sweep ensemble.seed");
  const std::vector<TimeGrid> grids = split_for_all_groups(sweep);
  std::vector<GroupDraft> drafts;
  for (std::size_t group = 0; group < sweep.groups.size(); ++group) {
    const Experiment& own = group == 0 ? experiment : *sweep.groups[group].experiment;
    drafts.push_back(draft_group(own, grids[group], sweep, sweep.groups[group].points));
  }
  const auto class_of = [](const GroupDraft& draft) { return draft.need.noise_class.noise_class; };
  const bool is_one_class = std::all_of(drafts.begin(), drafts.end(), [&](const GroupDraft& draft) {
    return class_of(draft) == class_of(drafts.front());
  });
  for (std::size_t group = 0; group < drafts.size() && !is_one_class; ++group)
    drafts[group].need.noise_class.reason += ", at point " + std::to_string(sweep.groups[group].points.front());
  const std::map<std::string, SchemeNeed> needs = join_needs(drafts);
  const auto compile = [&needs](GroupDraft& draft) {
    const SchemeNeed& need = needs.at(draft.experiment->scheme);
    return compile_group(std::move(draft), need);
  };
  CompiledRun run = compile(drafts.front());
  run.point_groups.assign(static_cast<std::size_t>(sweep.point_count), 0);
  for (std::size_t group = 1; group < sweep.groups.size(); ++group) {
    run.further_groups.push_back(compile(drafts[group]));
    for (const auto point : sweep.groups[group].points)
      run.point_groups[static_cast<std::size_t>(point)] = static_cast<std::int32_t>(group);
  }
  describe_shape(run);
  return run;
}

}  // namespace dosde
