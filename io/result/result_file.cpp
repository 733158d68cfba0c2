#include "io/result/result_file.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>
#include <optional>

#include "engine/core/error.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/read_sizes.hpp"

namespace dosde {
namespace {

constexpr std::int64_t statuses_at_a_time = 1 << 20;

std::int64_t element_count(const std::vector<std::int64_t>& extents) {
  return std::accumulate(extents.begin(), extents.end(), std::int64_t{1}, std::multiplies<>());
}

}  // namespace

ResultFile::ResultFile(const std::string& path)
    : path_(path),
      file_(std::make_unique<Hdf5Handle>(open_result_file(path))),
      sizes_(read_result_sizes(file_->get())),
      layout_(describe_layout(sizes_)) {}

ResultFile::~ResultFile() = default;

bool ResultFile::has(const std::string& dataset) const { return has_link(file_->get(), dataset); }

Hdf5Handle ResultFile::open(const std::string& dataset) const {
  const DatasetSpec* spec = layout_.find(dataset);
  Hdf5Handle handle = open_dataset(file_->get(), dataset);
  if (spec == nullptr || dataset_extents(handle.get()) != layout_.extents(*spec)) {
    throw Error(ErrorKind::input_output, "dataset '" + dataset + "' of '" + path_ + "' has not the shape of its axes",
                "it was damaged, or changed by another program", "`dosde check` says what else is wrong with it.");
  }
  return handle;
}

std::int32_t ResultFile::scenario_number(double number) const {
  if (!(number >= 0.0 && number < static_cast<double>(sizes_.scenarios))) {
    throw Error(ErrorKind::input_output, "a row of '" + path_ + "' belongs to a scenario that the file does not have",
                "it was damaged, or changed by another program", "`dosde check` says what else is wrong with it.");
  }
  return static_cast<std::int32_t>(number);
}

std::vector<double> ResultFile::numbers(const std::string& dataset) const {
  const Hdf5Handle handle = open(dataset);
  std::vector<double> values(static_cast<std::size_t>(element_count(dataset_extents(handle.get()))));
  read_dataset(handle.get(), ElementType::float64, values.data());
  return values;
}

std::vector<std::string> ResultFile::texts(const std::string& dataset) const {
  if (layout_.find(dataset) == nullptr) return {};
  const Hdf5Handle handle = open(dataset);
  const std::vector<std::int64_t> extents = dataset_extents(handle.get());
  std::string characters(static_cast<std::size_t>(element_count(extents)), '\0');
  read_dataset(handle.get(), ElementType::character, characters.data());
  const auto width = static_cast<std::size_t>(extents.back());
  std::vector<std::string> rows;
  for (std::size_t begin = 0; begin < characters.size(); begin += width) {
    const std::string row = characters.substr(begin, width);
    rows.push_back(row.substr(0, row.find('\0')));
  }
  return rows;
}

std::vector<std::int8_t> ResultFile::marks(const std::string& dataset) const {
  if (layout_.find(dataset) == nullptr) return {};
  const Hdf5Handle handle = open(dataset);
  std::vector<std::int8_t> values(static_cast<std::size_t>(element_count(dataset_extents(handle.get()))));
  read_dataset(handle.get(), ElementType::int8, values.data());
  return values;
}

template <class Element>
std::vector<Element> ResultFile::box(const std::string& dataset, ElementType type,
                                     const std::vector<std::int64_t>& first,
                                     const std::vector<std::int64_t>& count) const {
  std::vector<Element> values(static_cast<std::size_t>(element_count(count)));
  std::unique_ptr<Hdf5Handle>& handle = opened_[dataset];
  if (!handle) handle = std::make_unique<Hdf5Handle>(open_dataset(file_->get(), dataset));
  read_dataset_box(handle->get(), type, first, count, values.data());
  return values;
}

RunShape ResultFile::shape() const {
  RunShape shape;
  shape.scenarios = texts("scenario_name");
  shape.trajectories = sizes_.trajectories;
  shape.leaf_size = sizes_.leaf_size;
  shape.unit_size = sizes_.unit_size;
  shape.save_times = numbers("time");
  shape.columns = texts("variable");
  shape.variables = texts("parent");
  shape.sources = texts("source");
  shape.parameters = texts("param");
  if (sizes_.parameters > 0) shape.parameter_values = numbers("param_value");
  if (has("graph_scenario"))
    for (const double scenario : numbers("graph_scenario"))
      shape.graph_scenario.push_back(static_cast<std::int32_t>(scenario));
  read_sweep(shape);
  if (sizes_.regimes == 0) return shape;
  const std::vector<std::int8_t> observed = marks("observed");
  const std::vector<double> scenarios = numbers("regime_scenario");
  const std::vector<double> starts = numbers("regime_start");
  for (std::size_t regime = 0; regime < scenarios.size(); ++regime) {
    shape.regimes.push_back({scenario_number(scenarios[regime]), starts[regime], {}});
    shape.regimes.back().graph.variables = shape.variables;
    shape.regimes.back().graph.sources = shape.sources;
    shape.regimes.back().graph.observed = observed;
  }
  const auto distribute = [&](const char* dataset, std::vector<std::int8_t> CausalGraph::*table) {
    const std::vector<std::int8_t> all = marks(dataset);
    const auto length = static_cast<std::ptrdiff_t>(all.size() / shape.regimes.size());
    auto begin = all.begin();
    for (RunShape::RegimeEntry& regime : shape.regimes) {
      (regime.graph.*table).assign(begin, begin + length);
      begin += length;
    }
  };
  distribute("drift_edges", &CausalGraph::drift_edges);
  distribute("drift_sign", &CausalGraph::drift_sign);
  distribute("diffusion_edges", &CausalGraph::diffusion_edges);
  distribute("shared_noise", &CausalGraph::shared_noise);
  distribute("noise_loading", &CausalGraph::noise_loading);
  distribute("clamped", &CausalGraph::clamped);
  return shape;
}

/// The axes and points of a sweep, as the run had them.
void ResultFile::read_sweep(RunShape& shape) const {
  shape.sweep_axes = texts("sweep_axis");
  if (shape.sweep_axes.empty()) return;
  const std::vector<double> bases = numbers("base_scenario");
  const auto base = static_cast<std::int64_t>(*std::max_element(bases.begin(), bases.end())) + 1;
  shape.points = sizes_.scenarios / base;
  shape.unit_points = sizes_.unit_scenarios == 0 ? shape.points : sizes_.unit_scenarios / base;
  const auto axes = static_cast<std::int64_t>(shape.sweep_axes.size());
  const std::vector<double> values = numbers("sweep_value");
  const std::vector<std::string> words = texts("sweep_word");
  shape.sweep_words.resize(shape.sweep_axes.size());
  for (std::int64_t point = 0; point < shape.points; ++point) {
    for (std::int64_t axis = 0; axis < axes; ++axis) {
      const auto place = static_cast<std::size_t>(point * base * axes + axis);
      shape.sweep_values.push_back(values.at(place));
      if (words.empty() || words[place].empty()) continue;
      auto& known = shape.sweep_words[static_cast<std::size_t>(axis)];
      const auto number = static_cast<std::size_t>(values[place]);
      known.resize(std::max(known.size(), number + 1));
      known[number] = words[place];
    }
  }
}

std::string ResultFile::title() const { return read_text_attribute(file_->get(), "title"); }

std::vector<InterventionRow> ResultFile::interventions() const {
  std::vector<InterventionRow> rows(static_cast<std::size_t>(sizes_.interventions));
  if (rows.empty()) return rows;
  const std::vector<double> scenarios = numbers("intervention_scenario");
  const std::vector<std::string> kinds = texts("intervention_kind");
  const std::vector<std::string> targets = texts("intervention_target");
  const std::vector<double> from = numbers("intervention_from");
  const std::vector<double> until = numbers("intervention_until");
  const std::vector<double> every = numbers("intervention_every");
  const std::vector<double> value = numbers("intervention_value");
  const std::vector<std::string> expressions = texts("intervention_expression");
  for (std::size_t row = 0; row < rows.size(); ++row) {
    rows[row] = {scenario_number(scenarios[row]),
                 kinds[row],
                 targets[row],
                 from[row],
                 until[row],
                 every[row],
                 value[row],
                 expressions[row]};
  }
  return rows;
}

Provenance ResultFile::provenance() const {
  const Hdf5Handle group = open_group(file_->get(), "provenance");
  const auto text = [&group](const char* name) { return read_text_attribute(group.get(), name); };
  Provenance provenance;
  provenance.scenario_text = texts("provenance/scenario_text").front();
  provenance.scenario_resolved = texts("provenance/scenario_resolved").front();
  provenance.command_line = texts("provenance/command_line").front();
  read_number_attribute(group.get(), "seed", ElementType::uint64, &provenance.seed);
  provenance.scheme = text("scheme");
  provenance.scheme_reason = text("scheme_reason");
  provenance.noise_version = text("noise_version");
  provenance.pairing = text("pairing");
  read_number_attribute(group.get(), "noise_cell", ElementType::float64, &provenance.noise_cell);
  read_number_attribute(group.get(), "step", ElementType::float64, &provenance.step);
  return provenance;
}

std::map<std::string, std::string> ResultFile::build() const {
  const Hdf5Handle group = open_group(file_->get(), "provenance");
  std::map<std::string, std::string> facts;
  for (const char* name : {"version", "git_hash", "git_dirty", "compiler", "flags", "kokkos", "hdf5"}) {
    facts[name] = read_text_attribute(group.get(), name);
  }
  return facts;
}

FileForm ResultFile::form() const { return read_file_form(file_->get()); }

std::vector<std::string> ResultFile::shards() const { return texts("shards/file"); }

UnitSpan ResultFile::share() const {
  const auto first = static_cast<std::int64_t>(numbers("units/first").front());
  return {first, static_cast<std::int64_t>(numbers("units/end").front()) - first};
}

void ResultFile::visit_statuses(const std::function<void(std::int64_t unit, std::uint8_t status)>& visit) const {
  // Raw where shards hold them: virtual datasets show shards as they were when they were last tied together.
  std::optional<RawFile> raw;
  std::int64_t offset = 0;
  if (form() == FileForm::sharded) {
    const RawLayout layout = read_raw_layout(path_);
    raw.emplace(layout.open(path_, RawFile::Access::read));
    offset = layout.offset("status");
  }
  // As many whole scenarios at a time as fit, or a part of one.
  const std::int64_t width = std::min(statuses_at_a_time, sizes_.trajectories);
  const std::int64_t height = std::max<std::int64_t>(1, statuses_at_a_time / sizes_.trajectories);
  for (std::int64_t scenario = 0; scenario < sizes_.scenarios; scenario += height) {
    const std::int64_t rows = std::min(height, sizes_.scenarios - scenario);
    for (std::int64_t first = 0; first < sizes_.trajectories; first += width) {
      const std::int64_t count = std::min(width, sizes_.trajectories - first);
      std::vector<std::uint8_t> statuses(static_cast<std::size_t>(rows * count));
      if (raw) {
        raw->read_at(offset + scenario * sizes_.trajectories + first, statuses.data(), rows * count);
      } else {
        statuses = box<std::uint8_t>("status", ElementType::uint8, {scenario, first}, {rows, count});
      }
      for (std::size_t k = 0; k < statuses.size(); ++k) {
        const auto place = static_cast<std::int64_t>(k);
        visit(sizes_.unit_of(scenario + place / count, first + place % count), statuses[k]);
      }
    }
  }
}

std::vector<bool> ResultFile::finished_units() const {
  std::vector<bool> is_finished(static_cast<std::size_t>(sizes_.work_units()), true);
  visit_statuses([&](std::int64_t unit, std::uint8_t status) {
    if (status == 0) is_finished[static_cast<std::size_t>(unit)] = false;
  });
  return is_finished;
}

ResultProgress ResultFile::progress() const {
  ResultProgress progress;
  progress.units = sizes_.work_units();
  progress.trajectories = sizes_.scenarios * sizes_.trajectories;
  std::array<std::int64_t, 256> counts = {};
  std::vector<bool> is_finished(static_cast<std::size_t>(sizes_.work_units()), true);
  visit_statuses([&](std::int64_t unit, std::uint8_t status) {
    ++counts[status];
    if (status == 0) is_finished[static_cast<std::size_t>(unit)] = false;
  });
  for (std::size_t status = 0; status < counts.size(); ++status)
    if (counts[status] > 0) progress.counts[static_cast<TrajectoryStatus>(status)] = counts[status];
  progress.finished_units = std::count(is_finished.begin(), is_finished.end(), true);
  progress.is_complete = numbers("complete").front() == 1.0;
  return progress;
}

std::vector<TrajectoryEnd> ResultFile::ends(std::int64_t scenario, std::int64_t first, std::int64_t count) const {
  const auto statuses = box<std::uint8_t>("status", ElementType::uint8, {scenario, first}, {1, count});
  const auto times = box<double>("end_time", ElementType::float64, {scenario, first}, {1, count});
  const auto variables = box<std::int32_t>("end_variable", ElementType::int32, {scenario, first}, {1, count});
  std::vector<TrajectoryEnd> ends(statuses.size());
  for (std::size_t k = 0; k < ends.size(); ++k) {
    ends[k] = {static_cast<TrajectoryStatus>(statuses[k]), times[k], variables[k]};
  }
  return ends;
}

std::vector<double> ResultFile::states(std::int64_t scenario, std::int64_t first, std::int64_t count) const {
  return box<double>("state", ElementType::float64, {scenario, first, 0, 0}, {1, count, sizes_.times, sizes_.columns});
}

std::vector<double> ResultFile::column(std::int64_t scenario, std::int64_t time, std::int64_t column) const {
  // Not one box: HDF5 takes a microsecond for each of its lonely elements.
  std::vector<double> values;
  const std::int64_t samples = sizes_.times * sizes_.columns;
  const std::int64_t rows = std::max<std::int64_t>(1, statuses_at_a_time / samples);
  for (std::int64_t first = 0; first < sizes_.kept; first += rows) {
    const std::int64_t count = std::min(rows, sizes_.kept - first);
    const std::vector<double> block = states(scenario, first, count);
    for (std::int64_t row = 0; row < count; ++row) {
      values.push_back(block[static_cast<std::size_t>(row * samples + time * sizes_.columns + column)]);
    }
  }
  return values;
}

std::vector<Attempt> ResultFile::attempts() const { return read_attempts(path_); }

}  // namespace dosde
