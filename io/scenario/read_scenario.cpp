#include "io/scenario/read_scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <memory>
#include <utility>

#include "engine/ensemble/piece.hpp"
#include "io/scenario/apply_sweep.hpp"
#include "io/scenario/check_keys.hpp"
#include "io/scenario/overrides.hpp"
#include "io/scenario/read_interventions.hpp"
#include "io/scenario/read_measurements.hpp"
#include "io/scenario/read_model.hpp"
#include "io/scenario/read_noise.hpp"
#include "io/scenario/read_output.hpp"
#include "io/scenario/read_solver.hpp"
#include "io/scenario/read_time.hpp"
#include "io/scenario/sweep_reading.hpp"
#include "io/scenario/use_model.hpp"
#include "io/scenario/write_scenario.hpp"

namespace dosde {
namespace {

constexpr std::size_t most_groups = 4096;

/// A table of the document; nullptr where it is missing or no table.
const Value* find_table(const Value& document, const std::string& key) {
  const Value* table = document.find(key);
  return table != nullptr && table->is(Value::Type::table) ? table : nullptr;
}

/// The model with every formula replaced by a number: names, targets and windows of the scenarios can be checked on it
/// though formulas of the model are wrong.
Model skeleton_of(Model model) {
  model.calculus = Calculus::ito;
  for (auto& parameter : model.parameters) parameter.value = Expression(1.0);
  for (auto& input : model.inputs) {
    input.times = {0.0};
    input.values = {0.0};
  }
  for (auto& variable : model.variables) {
    variable.drift = 0.0;
    for (auto& term : variable.noise) term.loading = 0.0;
    variable.initial = Expression(0.0);
    variable.lower.reset();
    variable.upper.reset();
  }
  for (auto& jump : model.jumps) jump = {jump.name, Expression(1.0), {}, jump.location};
  model.events.clear();
  return model;
}

/// The model in the form in which interventions act on it.
Model prepare_model(const Model& model, Findings& findings) {
  if (findings.has_errors()) {
    Model skeleton = skeleton_of(model);
    return validate(skeleton).empty() ? resolve(skeleton) : Model{};
  }
  return to_ito(resolve(model));
}

void check_recorded_states(const Experiment& experiment, const Section& ensemble, Findings& findings) {
  for (const auto& variable : experiment.model.variables) {
    const auto* recorded = std::get_if<RecordedInitial>(&variable.initial);
    if (recorded == nullptr || static_cast<std::int64_t>(recorded->values->size()) >= experiment.trajectories) continue;
    findings.error("E005", ensemble.place_of("trajectories"),
                   "there are " + std::to_string(experiment.trajectories) + " trajectories, but " +
                       std::to_string(recorded->values->size()) + " recorded initial values of '" + variable.name + "'",
                   "trajectory n starts from the n-th recorded state", "use at most as many trajectories");
  }
}

/// Outside its rows a table's nearest row holds. That is meant after the last step of a schedule, hardly elsewhere.
void warn_of_held_tables(const Experiment& experiment, const Value& model, Findings& findings) {
  for (const auto& table : experiment.model.inputs) {
    const Value* inputs = model.find("inputs");
    const Value* written = inputs == nullptr ? nullptr : inputs->find(table.name);
    if (written == nullptr || table.times.size() < 2) continue;
    const double start = experiment.time.start;
    const double stop = experiment.time.stop();
    const double slack = 1e-9 * (stop - start);
    if (table.times.front() > start + slack)
      findings.warning("W007", written->place,
                       "the table '" + table.name + "' begins at " + time_text(table.times.front()) +
                           ", after the run's start " + time_text(start),
                       "before its first row the value of that row holds", "begin the table with the start");
    if (table.times.back() < stop - slack && table.interpolation == Interpolation::linear)
      findings.warning("W007", written->place,
                       "the table '" + table.name + "' ends at " + time_text(table.times.back()) +
                           ", before the run's stop " + time_text(stop),
                       "after its last row the value of that row holds", "end the table with the stop");
  }
}

std::string default_file(const std::string& file_name) {
  const std::string stem = std::filesystem::path(file_name).stem().string();
  return (stem.empty() ? "result" : stem) + ".h5";
}

Experiment read_experiment(const Value& document, const std::string& file_name, ReadContext& context) {
  Findings& findings = context.findings;
  const auto section = [&](const char* key) { return Section(find_table(document, key), key, findings); };
  Experiment experiment;
  experiment.title = Section(&document, "", findings).text("title");
  std::optional<Value> model;
  if (const Value* table = find_table(document, "model")) model = fill_in_used_model(*table, context);
  if (model) experiment.model = read_model(*model, context);
  const auto measurements = read_measurements(document.find("scenario"), experiment.model, findings);
  for (const auto& [table, list] : measurements) add_registers(experiment.model, list);
  const Model ito_model = prepare_model(experiment.model, findings);
  const Section time = section("time");
  const auto grid = read_time_grid(time, findings);
  if (grid) {
    experiment.time = *grid;
    experiment.saves = read_saves(time, *grid, findings);
    experiment.noise_cell = read_noise_cell(section("noise"), section("solver").text("scheme"), *grid, findings);
    if (model) warn_of_held_tables(experiment, *model, findings);
  }
  experiment.world = read_recorded_world(section("noise"), context);
  const Section solver = section("solver");
  experiment.scheme = read_scheme(solver, findings);
  experiment.scheme_location = to_location(solver.place_of("scheme"));
  experiment.step_control = read_step_control(solver, experiment.model, grid, findings);
  if (experiment.step_control) warn_of_jumps(solver, ito_model, findings);
  const Section ensemble = section("ensemble");
  experiment.trajectories = ensemble.whole_number("trajectories");
  if (experiment.world && !ensemble.mentions("trajectories")) experiment.trajectories = experiment.world->trajectories;
  experiment.seed = static_cast<std::uint64_t>(ensemble.whole_number("seed"));
  experiment.pairing = ensemble.text("pairing") == "independent" ? Pairing::independent : Pairing::shared;
  check_recorded_states(experiment, ensemble, findings);
  auto scenarios = read_scenarios(document.find("scenario"), findings);
  if (grid) add_sampling(measurements, *grid, scenarios, findings);
  for (const auto& reading : scenarios) experiment.scenarios.push_back(reading.scenario);
  if (grid && !ito_model.variables.empty())
    check_timelines(ito_model, scenarios, split_for_actions(experiment), findings);
  experiment.output = read_output(section("output"), experiment, default_file(file_name), findings);
  return experiment;
}

/// Takes [sweep] out of the document.
std::optional<Value> take_sweep(Value& document) {
  for (auto entry = document.entries.begin(); entry != document.entries.end(); ++entry) {
    if (entry->key != "sweep") continue;
    Value sweep = std::move(entry->value);
    document.entries.erase(entry);
    return sweep;
  }
  return std::nullopt;
}

/// The axes and points of [sweep]; lhs and sobol are keyed by the seed that the document gives.
std::optional<SweepReading> read_points(const Value& table, const Value& document, ReadContext& context, Sweep& sweep) {
  auto reading = read_sweep(table, context);
  if (!reading) return std::nullopt;
  sweep = reading->sweep;
  for (const auto& axis : reading->axes) sweep.axes.push_back(axis.axis);
  const Value* ensemble = find_table(document, "ensemble");
  const Value* seed = ensemble == nullptr ? nullptr : ensemble->find("seed");
  make_points(sweep, seed == nullptr ? 0 : static_cast<std::uint64_t>(seed->whole));
  return reading;
}

/// Reads the experiment at the first point of a further group. What is wrong with it says at which settings.
Experiment read_group(const Value& document, const SweepReading& reading, const Experiment& base, std::int64_t point,
                      const std::string& file_name, ReadContext& outer) {
  ReadContext context;
  for (const auto& source : outer.sources) context.findings.know_source(source);
  Value at_point = document;
  apply_point(at_point, reading, base.sweep, point, context.findings);
  check_keys(at_point, context.findings);
  Experiment experiment = read_experiment(at_point, file_name, context);
  outer.files.insert(outer.files.end(), context.files.begin(), context.files.end());
  const std::string where = " (where " + describe_settings(base.sweep, point) + ")";
  try {
    context.findings.throw_if_errors();
  } catch (const Error& error) {
    std::vector<Diagnostic> diagnostics = error.diagnostics();
    for (auto& diagnostic : diagnostics) diagnostic.problem += where;
    throw Error(ErrorKind::scenario, std::move(diagnostics));
  }
  const std::string difference = find_difference(base, experiment);
  if (!difference.empty())
    outer.findings.error("E018", reading.place, "the points of the sweep have different " + difference + where,
                         "the result file has one axis of them", "");
  return experiment;
}

/// Fills in what the axes stand for and the groups of points that share their settings.
void complete_sweep(Experiment& base, const Value& document, const SweepReading& reading, const std::string& file_name,
                    ReadContext& context) {
  find_targets(reading, base.sweep, base, context.findings);
  const auto count = static_cast<std::int64_t>(base.scenarios.size());
  if (base.sweep.point_count > std::numeric_limits<std::int32_t>::max() / count)
    context.findings.error("E018", reading.place, "points x scenarios are more than 2^31 - 1", "", "use fewer points");
  if (base.pairing == Pairing::independent)
    context.findings.error("E014", reading.place, "a sweep cannot stand beside pairing = \"independent\"",
                           "all points of a sweep meet the same exogenous world",
                           "take out pairing; for other worlds sweep ensemble.seed");
  auto groups = group_points(base.sweep);
  if (groups.size() > most_groups)
    context.findings.error("E018", reading.place,
                           "the sweep has " + std::to_string(groups.size()) + " combinations of settings",
                           "each is compiled by itself, and at most " + std::to_string(most_groups) + " are",
                           "sweep numbers: parameters and values of interventions are not compiled");
  context.findings.throw_if_errors();
  for (auto& points : groups) {
    const std::int64_t first = points.front();
    auto experiment = first == 0 ? base : read_group(document, reading, base, first, file_name, context);
    experiment.sweep = {};
    base.sweep.groups.push_back({std::make_shared<const Experiment>(std::move(experiment)), std::move(points)});
  }
  warn_of_other_worlds(base.sweep, document, reading, context.findings);
}

}  // namespace

ReadScenario read_scenario_text(const std::string& text, const std::string& file_name,
                                const std::vector<std::string>& overrides) {
  ReadContext context;
  Value document = parse_toml(context.add_source(file_name, text));
  apply_overrides(document, overrides, context);
  const auto sweep_table = take_sweep(document);
  Sweep sweep;
  const auto reading = sweep_table ? read_points(*sweep_table, document, context, sweep) : std::nullopt;
  Value at_start = document;
  if (reading) apply_point(at_start, *reading, sweep, 0, context.findings);
  check_keys(at_start, context.findings);
  ReadScenario read;
  read.experiment = read_experiment(at_start, file_name, context);
  context.findings.throw_if_errors();
  if (reading) {
    read.experiment.sweep = std::move(sweep);
    complete_sweep(read.experiment, document, *reading, file_name, context);
    context.findings.throw_if_errors();
  }
  read.warnings = context.findings.warnings();
  // A value of the first point may be one without effect (a shift by 0); at the others it is not.
  for (const auto& axis : read.experiment.sweep.axes)
    if (axis.target.kind == SweepTarget::Kind::intervention)
      std::erase_if(read.warnings, [](const Diagnostic& warning) { return warning.code == "W002"; });
  read.text = text;
  read.files = std::move(context.files);
  read.resolved = write_scenario(read.experiment);
  return read;
}

ReadScenario read_scenario_file(const std::string& path, const std::vector<std::string>& overrides) {
  std::string problem;
  const auto text = read_text_file(path, problem);
  if (!text) throw Error(ErrorKind::input_output, "the scenario file '" + path + "' " + problem);
  ReadScenario read = read_scenario_text(*text, path, overrides);
  read.files.push_back(path);
  return read;
}

}  // namespace dosde
