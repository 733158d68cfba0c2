#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/ensemble/compile_scenario.hpp"
#include "engine/ensemble/compiled_run.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

void throw_on_errors(std::vector<Diagnostic> complaints) {
  if (!complaints.empty()) throw Error(ErrorKind::scenario, std::move(complaints));
}

/// Timelines of all scenarios; complaints of all of them are thrown together.
std::vector<Timeline> build_timelines(const Experiment& experiment, const Model& model) {
  std::vector<Timeline> timelines;
  std::vector<Diagnostic> complaints;
  for (const auto& scenario : experiment.scenarios) {
    try {
      timelines.push_back(build_timeline(model, scenario.interventions, experiment.time));
    } catch (const Error& error) {
      complaints.insert(complaints.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  throw_on_errors(std::move(complaints));
  return timelines;
}

/// The widest class over all regimes: one scheme serves the whole file.
NoiseClassProof prove_widest_class(const Model& model, const std::vector<Timeline>& timelines,
                                   const std::map<std::string, double>& parameters) {
  NoiseClassProof widest_proof;
  bool is_first = true;
  for (const auto& timeline : timelines) {
    for (const auto& mechanisms : timeline.mechanism_sets) {
      const NoiseClassProof proof = prove_noise_class(model, mechanisms, parameters);
      const NoiseClass wider = is_first ? proof.noise_class : widest(widest_proof.noise_class, proof.noise_class);
      if (is_first || (wider != widest_proof.noise_class && wider == proof.noise_class))
        widest_proof = proof;
      else if (wider != widest_proof.noise_class)
        widest_proof = {wider, widest_proof.reason + "; in another regime " + proof.reason};
      is_first = false;
    }
  }
  return widest_proof;
}

constexpr double most_cells_per_step = 1e6;
constexpr double most_cells = 281474976710656.0;  ///< 2^48: the counter of the generator has 48 bits for the cell

/// How many noise cells make a step. A step that is not a whole number of cells would need the refinable path.
std::int32_t count_cells(const Experiment& experiment) {
  if (experiment.noise_cell == 0.0) return 1;
  const double ratio = experiment.time.step / experiment.noise_cell;
  const double whole = std::nearbyint(ratio);
  if (whole < 1.0 || std::abs(ratio - whole) > 1e-9 * ratio)
    throw Error(ErrorKind::scenario,
                "the step " + std::to_string(experiment.time.step) +
                    " is not a whole number of noise cells of length " + std::to_string(experiment.noise_cell),
                "a step's increment is the exact sum of its cells' increments", "choose a cell that divides the step");
  if (whole > most_cells_per_step || whole * static_cast<double>(experiment.time.step_count) >= most_cells)
    throw Error(ErrorKind::scenario,
                "a noise cell of length " + std::to_string(experiment.noise_cell) + " is too short for the step " +
                    std::to_string(experiment.time.step),
                "a step has a million cells and a run 2^48 at most", "choose a longer cell");
  return static_cast<std::int32_t>(whole);
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

void compile_saves(CompiledRun& run, ProgramPool& pool) {
  const auto& output = run.experiment.output;
  if (output.variables.empty())
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(run.model.variables.size()); ++i)
      run.saved_rows.push_back(i);
  for (const auto variable : output.variables) run.saved_rows.push_back(variable.value);

  std::map<std::string, Expression> inputs;
  for (const auto& table : run.model.inputs)
    inputs[table.name] = Expression::make_lookup(table.name, Expression::symbol("t"));
  std::vector<Output> outputs;
  for (const auto& observable : output.observables)
    outputs.push_back(
        {substitute(observable.value, inputs), {Segment::scratch, static_cast<std::int32_t>(outputs.size())}});
  run.observable_count = static_cast<std::int32_t>(outputs.size());
  run.observables = pool.add(outputs, run.observable_count);
}

void measure_programs(CompiledRun& run) {
  for (const auto& program : run.programs) {
    run.scratch_slots = std::max(run.scratch_slots, program.scratch_slots);
    run.clock_slots = std::max(run.clock_slots, program.clock_slots);
  }
  for (const auto& [symbol, place] : run.layout.inputs)
    if (place.segment == Segment::lane_input) run.lane_slots = std::max(run.lane_slots, place.slot + 1);
}

/// A parameter's value in a scenario as its label: the model's, or what an intervention over the whole span sets it to.
double labelled_parameter(const CompiledRun& run, const Scenario& scenario, const std::string& name,
                          const std::map<std::string, double>& values) {
  const auto known = values.find(name);
  double value = known != values.end() ? known->second : std::numeric_limits<double>::quiet_NaN();
  for (const auto& intervention : scenario.interventions) {
    const bool is_permanent = !intervention.window.until && !intervention.window.every &&
                              intervention.window.from.value_or(run.experiment.time.start) <= run.experiment.time.start;
    const bool is_target =
        std::find(intervention.targets.begin(), intervention.targets.end(), name) != intervention.targets.end();
    if (intervention.kind != "parameter" || !is_permanent || !is_target) continue;
    const auto* quantity = std::get_if<Quantity>(&intervention.arguments.at("value"));
    const auto* formula = quantity != nullptr ? std::get_if<Expression>(quantity) : nullptr;
    if (formula != nullptr && formula->is_constant()) value = formula->value();
  }
  return value;
}

/// A regime's graph over the sources of the whole run: a cut in another scenario may have made a source that this one
/// lacks.
CausalGraph over_sources(CausalGraph graph, const std::vector<std::string>& sources) {
  const std::size_t rows = graph.variables.size();
  std::vector<std::int8_t> loading(rows * sources.size(), 0);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t own = 0; own < graph.sources.size(); ++own) {
      const auto place = std::find(sources.begin(), sources.end(), graph.sources[own]) - sources.begin();
      loading[row * sources.size() + static_cast<std::size_t>(place)] =
          graph.noise_loading[row * graph.sources.size() + own];
    }
  }
  graph.sources = sources;
  graph.noise_loading = std::move(loading);
  return graph;
}

void describe_shape(CompiledRun& run, const std::map<std::string, double>& parameters) {
  RunShape& shape = run.shape;
  const Experiment& experiment = run.experiment;
  shape.trajectories = experiment.trajectories;
  for (const auto step : experiment.saves.steps) shape.save_times.push_back(experiment.time.time(step));
  for (const auto row : run.saved_rows)
    shape.columns.push_back(run.model.variables[static_cast<std::size_t>(row)].name);
  for (const auto& observable : experiment.output.observables) shape.columns.push_back(observable.name);
  for (const auto& variable : run.model.variables) shape.variables.push_back(variable.name);
  shape.sources = run.sources;
  for (const auto& parameter : run.model.parameters) shape.parameters.push_back(parameter.name);
  for (std::size_t s = 0; s < experiment.scenarios.size(); ++s) {
    shape.scenarios.push_back(experiment.scenarios[s].name);
    for (const auto& name : shape.parameters)
      shape.parameter_values.push_back(labelled_parameter(run, experiment.scenarios[s], name, parameters));
    for (const auto& regime : run.timelines[s].regimes)
      shape.regimes.push_back(
          {static_cast<std::int32_t>(s), experiment.time.time(regime.first_step),
           over_sources(build_causal_graph(run.model, run.timelines[s].mechanism_sets[regime.mechanisms], parameters),
                        run.sources)});
  }
  shape.unit_size = choose_unit_size(shape, measure_trajectory_work(run));
}

}  // namespace

CompiledRun compile_run(const Experiment& experiment) {
  throw_on_errors(validate(experiment.model));
  CompiledRun run;
  run.experiment = experiment;
  run.model = resolve(to_ito(experiment.model));
  run.timelines = build_timelines(experiment, run.model);
  for (const auto& timeline : run.timelines)
    run.warnings.insert(run.warnings.end(), timeline.warnings.begin(), timeline.warnings.end());

  const std::map<std::string, double> parameters = uniform_parameters(run.model);
  run.noise_class = prove_widest_class(run.model, run.timelines, parameters);
  run.scheme = choose_scheme(experiment.scheme, run.noise_class, experiment.scheme_location);
  run.cells_per_step = count_cells(experiment);
  run.cell = experiment.time.step / run.cells_per_step;

  run.sources = sources_of(run.model, run.timelines);
  refuse_shared_streams(run.experiment, run.timelines, run.sources);
  run.layout = make_layout(run.model, run.timelines, run.sources);
  run.uniform_inputs = uniform_inputs_of(run.model, run.layout, experiment, parameters);
  run.row_count = static_cast<std::int32_t>(run.model.variables.size()) + (has_bounds(run.model) ? 1 : 0);
  if (has_bounds(run.model)) run.reflection_row = run.row_count - 1;

  ProgramPool pool(run.layout);
  const ScenarioCompiler compiler{run.experiment, run.model, run.layout, *run.scheme.scheme, run.sources, pool};
  for (std::size_t s = 0; s < run.timelines.size(); ++s)
    run.scenarios.push_back(compiler.compile(run.timelines[s], experiment.scenarios[s].name));
  compile_saves(run, pool);
  run.programs = pool.programs();
  measure_programs(run);
  describe_shape(run, parameters);
  return run;
}

}  // namespace dosde
