#include "io/result/write_tables.hpp"

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "io/result/hdf5.hpp"
#include "io/result/table_writer.hpp"
#include "io/result/write_provenance.hpp"

namespace dosde {
namespace {

void write_attributes(const TableWriter& writer, const ResultFileRequest& request, const ResultSizes& sizes) {
  const hid_t file = writer.file();
  write_attribute(file, "Conventions", "CF-1.11");
  write_attribute(file, "title", request.title);
  write_attribute(file, "format", result_format);
  write_attribute(file, "format_version", result_format_version);
  write_attribute(file, "source", "doSDE " + build_information().version);
  write_attribute(writer.handle("time"), "units", "1");  // never "s" or "days": xarray would make dates of them
  const std::uint8_t flags[] = {0, 1, 2, 3, 4};
  write_attribute(writer.handle("status"), "flag_values", ElementType::uint8, 5, flags);
  write_attribute(writer.handle("status"), "flag_meanings", status_meanings);
  if (sizes.kept > 0) write_attribute(writer.handle("state"), "coordinates", "scenario_name");
  const Hdf5Handle units = open_group(file, "units");
  write_attribute(units.get(), "leaf_size", ElementType::int64, 1, &sizes.leaf_size);
  write_attribute(units.get(), "unit_size", ElementType::int64, 1, &sizes.unit_size);
  const std::int64_t unit_scenarios = sizes.unit_scenarios == 0 ? sizes.scenarios : sizes.unit_scenarios;
  write_attribute(units.get(), "unit_scenarios", ElementType::int64, 1, &unit_scenarios);
  write_attribute(writer.handle("units/crc32c"), "pieces", unit_pieces);
  if (sizes.has_moments()) {
    write_attribute(writer.handle("units/partials"), "moments", "count mean sum_of_squares minimum maximum");
  }
}

void write_shards(TableWriter& writer, const ShardTable& table) {
  write_attribute(writer.file(), "storage", "sharded");
  const auto column = [&table](auto member) {
    std::vector<double> values;
    for (const ShardRecord& shard : table.shards) values.push_back(static_cast<double>(shard.*member));
    return values;
  };
  std::vector<std::string> files;
  for (const ShardRecord& shard : table.shards) files.push_back(shard.file);
  writer.fill("shards/file", files);
  writer.fill("shards/bytes", column(&ShardRecord::bytes));
  writer.fill("shards/units", column(&ShardRecord::units));
  writer.fill("shards/crc32c", column(&ShardRecord::checksum));
  writer.fill("shards/owner", table.owners);
}

/// The point's values at every scenario.
void write_sweep(TableWriter& writer, const RunShape& shape) {
  const std::size_t axes = shape.sweep_axes.size();
  if (axes == 0) return;
  const bool has_words = std::any_of(shape.sweep_words.begin(), shape.sweep_words.end(),
                                     [](const std::vector<std::string>& words) { return !words.empty(); });
  std::vector<double> values;
  std::vector<std::string> words;
  for (std::size_t scenario = 0; scenario < shape.scenarios.size(); ++scenario) {
    const std::size_t point = scenario / static_cast<std::size_t>(shape.base_count());
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const double value = shape.sweep_values[point * axes + axis];
      const auto& names = shape.sweep_words[axis];
      values.push_back(value);
      if (has_words) words.push_back(names.empty() ? std::string() : names[static_cast<std::size_t>(value)]);
    }
  }
  writer.fill("sweep_value", values);
  writer.fill("sweep_word", words);
}

void write_labels(TableWriter& writer, const ResultFileRequest& request) {
  const RunShape& shape = request.shape;
  writer.fill_numbers("scenario", shape.scenarios.size());
  writer.fill("time", shape.save_times);
  writer.fill("variable", shape.columns);
  writer.fill("covariable", shape.columns);
  writer.fill("child", shape.variables);
  writer.fill("parent", shape.variables);
  writer.fill("source", shape.sources);
  writer.fill("param", shape.parameters);
  writer.fill_numbers("regime", shape.regimes.size());
  writer.fill("quantile", request.output.quantiles);
  writer.fill_numbers("intervention", request.interventions.size());
  writer.fill("scenario_name", shape.scenarios);
  std::vector<std::int32_t> base;
  for (std::size_t scenario = 0; scenario < shape.scenarios.size(); ++scenario)
    base.push_back(static_cast<std::int32_t>(static_cast<std::int64_t>(scenario) % shape.base_count()));
  writer.fill("base_scenario", base);
  writer.fill("param_value", shape.parameter_values);
  writer.fill("sweep_axis", shape.sweep_axes);
  write_sweep(writer, shape);
  writer.fill("graph_scenario", shape.graph_scenario);
  const std::size_t columns = shape.columns.size();
  writer.fill("variable_unit",
              request.column_units.empty() ? std::vector<std::string>(columns, "1") : request.column_units);
  writer.fill("variable_description",
              request.column_descriptions.empty() ? std::vector<std::string>(columns) : request.column_descriptions);
}

void write_visibility(TableWriter& writer, const ResultFileRequest& request) {
  const std::vector<std::int8_t> all(request.shape.variables.size(), 1);
  writer.fill("observed", request.observed.empty() ? all : request.observed);
}

void write_graphs(TableWriter& writer, const RunShape& shape) {
  std::vector<std::int32_t> scenarios;
  std::vector<double> starts;
  for (const RunShape::RegimeEntry& regime : shape.regimes) {
    scenarios.push_back(regime.scenario);
    starts.push_back(regime.start);
  }
  writer.fill("regime_scenario", scenarios);
  writer.fill("regime_start", starts);
  const auto fill = [&](const char* path, std::vector<std::int8_t> CausalGraph::*table) {
    std::vector<std::int8_t> all;
    for (const RunShape::RegimeEntry& regime : shape.regimes) {
      all.insert(all.end(), (regime.graph.*table).begin(), (regime.graph.*table).end());
    }
    writer.fill(path, all);
  };
  fill("drift_edges", &CausalGraph::drift_edges);
  fill("drift_sign", &CausalGraph::drift_sign);
  fill("diffusion_edges", &CausalGraph::diffusion_edges);
  fill("shared_noise", &CausalGraph::shared_noise);
  fill("noise_loading", &CausalGraph::noise_loading);
  fill("clamped", &CausalGraph::clamped);
}

void write_interventions(TableWriter& writer, const std::vector<InterventionRow>& rows) {
  const auto column = [&rows](auto member) {
    std::vector<std::decay_t<decltype(rows.front().*member)>> values;
    for (const InterventionRow& row : rows) values.push_back(row.*member);
    return values;
  };
  writer.fill("intervention_scenario", column(&InterventionRow::scenario));
  writer.fill("intervention_kind", column(&InterventionRow::kind));
  writer.fill("intervention_target", column(&InterventionRow::target));
  writer.fill("intervention_from", column(&InterventionRow::from));
  writer.fill("intervention_until", column(&InterventionRow::until));
  writer.fill("intervention_every", column(&InterventionRow::every));
  writer.fill("intervention_value", column(&InterventionRow::value));
  writer.fill("intervention_expression", column(&InterventionRow::expression));
}

/// The moments of the law; the variance is the diagonal of the covariance.
void write_law(TableWriter& writer, const ResultFileRequest& request) {
  if (!request.is_law) return;
  const std::size_t columns = request.shape.columns.size();
  std::vector<double> variance;
  for (std::size_t place = 0; place < request.law.mean.size(); ++place)
    variance.push_back(request.law.covariance[place * columns + place % columns]);
  if (request.output.keep_mean) writer.fill("mean", request.law.mean);
  if (request.output.keep_variance) writer.fill("variance", variance);
  writer.fill("covariance", request.law.covariance);
}

}  // namespace

void write_tables(const ResultFileRequest& request, const std::string& path) {
  const ResultSizes sizes = result_sizes(request);
  const ResultLayout layout = describe_layout(sizes);
  const auto find_parts = [&](const DatasetSpec& spec) -> std::optional<std::vector<VirtualPart>> {
    if (!request.shards || spec.written != Written::with_unit) return std::nullopt;
    return virtual_parts(layout, sizes, spec, *request.shards);
  };
  TableWriter writer(path, layout, find_parts);
  writer.create_dimensions();
  writer.create_datasets();
  write_attributes(writer, request, sizes);
  write_labels(writer, request);
  write_visibility(writer, request);
  write_graphs(writer, request.shape);
  write_interventions(writer, request.interventions);
  write_law(writer, request);
  write_provenance(writer, request.provenance);
  if (request.shards) write_shards(writer, *request.shards);
  const UnitSpan share = share_of(request);
  writer.fill("units/first", std::vector<double>{static_cast<double>(share.first)});
  writer.fill("units/end", std::vector<double>{static_cast<double>(share.end())});
  const std::vector<std::int32_t> running(attempt_capacity, -1);
  writer.fill("provenance/attempt_exit_code", running);
  writer.finish();
}

}  // namespace dosde
