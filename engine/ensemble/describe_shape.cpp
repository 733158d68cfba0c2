#include "engine/ensemble/describe_shape.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "engine/causal/permanent_parameters.hpp"
#include "engine/ensemble/place_sweep.hpp"
#include "engine/ensemble/unit_size.hpp"

namespace dosde {
namespace {

/// A regime's graph over the sources of the whole run: a cut in another scenario may have made a source that this one
/// lacks.
CausalGraph over_sources(CausalGraph graph, const std::vector<std::string>& sources) {
  std::map<std::string, std::size_t> places;
  for (std::size_t k = 0; k < sources.size(); ++k) places[sources[k]] = k;
  const std::size_t rows = graph.variables.size();
  std::vector<std::int8_t> loading(rows * sources.size(), 0);
  for (std::size_t own = 0; own < graph.sources.size(); ++own) {
    const std::size_t place = places.at(graph.sources[own]);
    for (std::size_t row = 0; row < rows; ++row)
      loading[row * sources.size() + place] = graph.noise_loading[row * graph.sources.size() + own];
  }
  graph.sources = sources;
  graph.noise_loading = std::move(loading);
  return graph;
}

/// The labels of the scenarios at one point. `model`: its model with the point's numbers.
void add_labels(RunShape& shape, const Experiment& experiment, const Model& model,
                const std::map<std::string, double>& values) {
  for (const auto& scenario : experiment.scenarios) {
    const auto labels = permanent_parameters(model, scenario.interventions, experiment.time, values);
    for (const auto& name : shape.parameters) shape.parameter_values.push_back(labels.at(name));
  }
}

/// The graphs of a group's scenarios where these axes are zero; the first of the scenarios' numbers in the file.
void add_graphs(RunShape& shape, const CompiledRun& group, const Sweep& sweep, const std::vector<bool>& is_zero,
                std::int64_t first_scenario) {
  Model model = group.model;
  for (auto& parameter : model.parameters)
    for (const auto& swept : group.swept)
      if (swept.symbol == parameter.name && is_zero[static_cast<std::size_t>(swept.axis)])
        parameter.value = Expression(0.0);
  const auto parameters = sweep.is_empty() ? uniform_parameters(group.model) : uniform_parameters(model);
  for (std::size_t s = 0; s < group.timelines.size(); ++s) {
    const Timeline& timeline = group.timelines[s];
    std::vector<CausalGraph> graphs;  // repeated windows come back to the same mechanisms
    for (const auto& mechanisms : timeline.mechanism_sets)
      graphs.push_back(over_sources(build_causal_graph(model, mechanisms, parameters), shape.sources));
    for (const auto& regime : timeline.regimes)
      shape.regimes.push_back({static_cast<std::int32_t>(first_scenario + static_cast<std::int64_t>(s)),
                               group.experiment.time.time(regime.first_tick), graphs[regime.mechanisms]});
  }
}

/// The graphs that interventions make which wait for a condition: no time says when. After all others.
void add_waiting_graphs(RunShape& shape, const CompiledRun& group) {
  const auto parameters = uniform_parameters(group.model);
  for (std::size_t s = 0; s < group.timelines.size(); ++s) {
    const Timeline& timeline = group.timelines[s];
    std::set<std::size_t> told;
    for (const auto& regime : timeline.regimes) told.insert(regime.mechanisms);
    for (std::size_t i = 0; i < timeline.mechanism_sets.size(); ++i)
      if (told.insert(i).second)
        shape.regimes.push_back(
            {static_cast<std::int32_t>(s), std::numeric_limits<double>::quiet_NaN(),
             over_sources(build_causal_graph(group.model, timeline.mechanism_sets[i], parameters), shape.sources)});
  }
}

/// Names, labels and graphs of every scenario at every point. Points whose programs and zeros agree share graphs.
void describe_points(CompiledRun& run) {
  RunShape& shape = run.shape;
  const Sweep& sweep = run.experiment.sweep;
  const auto base = static_cast<std::int64_t>(run.experiment.scenarios.size());
  shape.points = sweep.point_count;
  shape.sweep_values = sweep.values;
  for (const auto& axis : sweep.axes) {
    shape.sweep_axes.push_back(axis.name);
    shape.sweep_words.push_back(axis.words);
  }
  std::vector<MovingExperiment> moving;
  moving.emplace_back(run.experiment, sweep);
  for (const auto& group : run.further_groups) moving.emplace_back(group.experiment, sweep);
  std::map<std::pair<std::int32_t, std::vector<bool>>, std::int32_t> structures;  // -> first scenario that has it
  for (std::int64_t point = 0; point < sweep.point_count; ++point) {
    const std::int32_t group = run.point_groups[static_cast<std::size_t>(point)];
    MovingExperiment& own = moving[static_cast<std::size_t>(group)];
    const Experiment& experiment = own.at(point);
    add_labels(shape, experiment, experiment.model, own.parameters());
    const std::vector<bool> is_zero = zeros_of_point(sweep, point);
    const auto [structure, is_new] =
        structures.emplace(std::pair{group, is_zero}, static_cast<std::int32_t>(point * base));
    if (is_new) add_graphs(shape, run.group_of_point(point), sweep, is_zero, point * base);
    for (std::int64_t s = 0; s < base; ++s) {
      shape.scenarios.push_back(experiment.scenarios[static_cast<std::size_t>(s)].name + "@" + std::to_string(point));
      shape.graph_scenario.push_back(structure->second + static_cast<std::int32_t>(s));
    }
  }
}

void collect_sources(CompiledRun& run) {
  for (const auto& group : run.further_groups)
    for (const auto& source : group.shape.sources)
      if (std::find(run.shape.sources.begin(), run.shape.sources.end(), source) == run.shape.sources.end())
        run.shape.sources.push_back(source);
}

}  // namespace

void describe_columns(CompiledRun& run) {
  RunShape& shape = run.shape;
  const Experiment& experiment = run.experiment;
  shape.trajectories = experiment.trajectories;
  shape.save_times = experiment.saves.times;
  for (const auto row : run.saved_rows)
    shape.columns.push_back(run.model.variables[static_cast<std::size_t>(row)].name);
  for (const auto& observable : experiment.output.observables) shape.columns.push_back(observable.name);
  shape.variables = run.model.variable_names();
  for (const auto& parameter : experiment.model.parameters) shape.parameters.push_back(parameter.name);
  for (const auto& scenario : experiment.scenarios) shape.scenarios.push_back(scenario.name);
}

void describe_shape(CompiledRun& run) {
  RunShape& shape = run.shape;
  collect_sources(run);
  if (run.experiment.sweep.is_empty()) {
    add_labels(shape, run.experiment, run.model, uniform_parameters(run.model));
    add_graphs(shape, run, run.experiment.sweep, {}, 0);
    add_waiting_graphs(shape, run);
  } else {
    shape.scenarios.clear();
    describe_points(run);
  }
  double work = measure_trajectory_work(run);
  for (const auto& group : run.further_groups) work = std::max(work, measure_trajectory_work(group));
  shape.unit_size = choose_unit_size(shape, work);
  shape.unit_points = choose_unit_points(shape, work);
}

}  // namespace dosde
