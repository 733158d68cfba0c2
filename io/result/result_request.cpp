#include "io/result/result_request.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "io/result/checksum_list.hpp"

namespace dosde {
namespace {

std::int64_t count(const auto& items) { return static_cast<std::int64_t>(items.size()); }

void demand(bool fits, const std::string& what) {
  if (!fits) throw Error(ErrorKind::internal, "a result file was asked for with " + what);
}

void validate_request(const ResultFileRequest& request) {
  const RunShape& shape = request.shape;
  demand(!shape.scenarios.empty(), "no scenario");
  demand(shape.trajectories > 0, "no trajectory");
  demand(!shape.save_times.empty(), "no save time");
  demand(!shape.columns.empty(), "no saved variable");
  demand(shape.leaf_size > 0 && shape.unit_size > 0 && shape.unit_size % shape.leaf_size == 0,
         "a unit size that is no multiple of the leaf size");
  const std::size_t leaves = static_cast<std::size_t>(shape.unit_size / shape.leaf_size);
  demand((leaves & (leaves - 1)) == 0, "a unit that is not 2^k leaves");
  demand(shape.parameter_values.size() == shape.scenarios.size() * shape.parameters.size(),
         "parameter values that do not fit scenarios x parameters");
  demand(shape.points > 0 && count(shape.scenarios) % shape.points == 0 &&
             count(shape.sweep_values) == (shape.sweep_axes.empty() ? 0 : shape.points * count(shape.sweep_axes)),
         "points that do not fit scenarios and axes");
  demand(shape.graph_scenario.empty() || shape.graph_scenario.size() == shape.scenarios.size(),
         "graphs of other scenarios");
  demand(request.column_units.empty() || request.column_units.size() == shape.columns.size(), "too few units");
  demand(request.column_descriptions.empty() || request.column_descriptions.size() == shape.columns.size(),
         "too few descriptions");
  demand(request.observed.empty() || request.observed.size() == shape.variables.size(), "too few marks of visibility");
  for (const RunShape::RegimeEntry& regime : shape.regimes) {
    const CausalGraph& graph = regime.graph;
    demand(graph.variables == shape.variables && graph.sources == shape.sources,
           "a graph of other variables or sources than the model's");
    const std::size_t rows = shape.variables.size();
    for (const auto* matrix : {&graph.drift_edges, &graph.drift_sign, &graph.diffusion_edges, &graph.shared_noise}) {
      demand(matrix->size() == rows * rows, "a graph whose matrices have the wrong size");
    }
    demand(graph.noise_loading.size() == rows * shape.sources.size() && graph.clamped.size() == rows,
           "a graph whose tables have the wrong size");
  }
}

}  // namespace

UnitSpan share_of(const ResultFileRequest& request) {
  return request.share.value_or(UnitSpan{0, request.shape.unit_count()});
}

UnitSpan reserved_units(const ResultFileRequest& request) { return request.reserved.value_or(share_of(request)); }

ResultSizes result_sizes(const ResultFileRequest& request) {
  validate_request(request);
  const RunShape& shape = request.shape;
  const OutputRequest& output = request.output;
  ResultSizes sizes;
  sizes.scenarios = count(shape.scenarios);
  sizes.trajectories = shape.trajectories;
  if (output.keep_trajectories) {
    sizes.kept =
        output.kept_trajectories < 0 ? shape.trajectories : std::min(output.kept_trajectories, shape.trajectories);
  }
  sizes.times = count(shape.save_times);
  sizes.columns = count(shape.columns);
  sizes.variables = count(shape.variables);
  sizes.sources = count(shape.sources);
  sizes.parameters = count(shape.parameters);
  sizes.regimes = count(shape.regimes);
  sizes.quantiles = count(output.quantiles);
  sizes.interventions = count(request.interventions);
  sizes.units = shape.trajectory_ranges();
  sizes.leaf_size = shape.leaf_size;
  sizes.unit_size = shape.unit_size;
  if (shape.unit_points < shape.points) sizes.unit_scenarios = shape.unit_points * shape.base_count();
  sizes.sweep_axes = count(shape.sweep_axes);
  for (const auto& words : shape.sweep_words) {
    sizes.has_sweep_words = sizes.has_sweep_words || !words.empty();
    sizes.name_length = longest(sizes.name_length, words);
  }
  sizes.has_shared_graphs = !shape.graph_scenario.empty();
  sizes.columns_are_variables = shape.columns == shape.variables;
  sizes.state_type = output.precision == Precision::f64 ? ElementType::float64 : ElementType::float32;
  sizes.is_law = request.is_law;
  sizes.mean = output.keep_mean;
  sizes.variance = output.keep_variance;
  sizes.extremes = output.keep_extremes;
  if (sizes.quantiles > 0 && sizes.kept == 0) {
    throw Error(ErrorKind::scenario, "quantiles are asked for, but no trajectory is kept",
                "quantiles are exact: they are computed from the stored states after the run",
                "Add \"trajectories\" to output.keep, or drop \"quantiles\".");
  }
  for (const auto* names : {&shape.scenarios, &shape.columns, &shape.variables, &shape.sources, &shape.parameters,
                            &shape.sweep_axes, &request.column_units}) {
    sizes.name_length = longest(sizes.name_length, *names);
  }
  sizes.text_length = longest(sizes.text_length, request.column_descriptions);
  for (const InterventionRow& row : request.interventions) {
    sizes.name_length = longest(sizes.name_length, {row.kind, row.target});
    sizes.text_length = longest(sizes.text_length, {row.expression});
  }
  sizes.scenario_text_length = longest(1, {request.provenance.scenario_text});
  sizes.resolved_text_length = longest(1, {request.provenance.scenario_resolved});
  sizes.command_line_length = longest(1, {request.provenance.command_line});
  if (request.shards) {
    sizes.shards = count(request.shards->shards);
    for (const ShardRecord& shard : request.shards->shards)
      sizes.shard_name_length = longest(sizes.shard_name_length, {shard.file});
    demand(sizes.shards > 0 && count(request.shards->owners) == sizes.work_units(), "shards of another run");
  }
  sizes.checksums_length = checksum_list_length(describe_layout(sizes), FileForm::plain);
  return sizes;
}

std::int64_t result_file_bytes(const ResultFileRequest& request) {
  return describe_layout(result_sizes(request)).bytes();
}

std::int64_t reserved_bytes(const ResultFileRequest& request) {
  const ResultSizes sizes = result_sizes(request);
  const ResultLayout layout = describe_layout(sizes);
  const UnitSpan reserved = reserved_units(request);
  if (reserved.count == sizes.work_units()) return layout.bytes();
  std::int64_t bytes = 0;
  for (const DatasetSpec& spec : layout.datasets) {
    const std::int64_t whole = layout.bytes(spec);
    bytes += spec.written == Written::with_unit ? whole / sizes.work_units() * reserved.count : whole;
  }
  return bytes;
}

}  // namespace dosde
