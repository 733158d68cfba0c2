#include "tests/io/result/synthetic_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "io/result/create.hpp"
#include "io/result/result_file_sink.hpp"

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

CausalGraph graph_of_regime(std::size_t regime) {
  CausalGraph graph;
  graph.variables = {"x", "y", "z"};
  graph.sources = {"x", "weather"};
  const auto mark = static_cast<std::int8_t>(regime % 2);
  graph.drift_edges = {1, 0, mark, 1, 1, 0, 0, 1, 1};
  graph.drift_sign = {-1, 0, mark, 1, -1, 0, 0, 1, -1};
  graph.diffusion_edges = {0, 0, 0, 0, mark, 0, 0, 0, 0};
  graph.shared_noise = {0, 1, 0, 1, 0, 0, 0, 0, 0};
  graph.noise_loading = {1, 1, 0, 1, 0, 0};
  graph.clamped = {mark, 0, 0};
  return graph;
}

}  // namespace

SyntheticRun::SyntheticRun(const Sizes& sizes) {
  RunShape& shape = request.shape;
  for (std::int64_t s = 0; s < sizes.scenarios; ++s) {
    shape.scenarios.push_back(s == 0 ? "observed" : "do(x)=" + std::to_string(s) + " \u00b5");  // a two-byte letter
  }
  shape.trajectories = sizes.trajectories;
  shape.unit_size = sizes.unit_size;
  if (sizes.unit_points > 0) {
    shape.points = sizes.scenarios;
    shape.unit_points = sizes.unit_points;
  }
  for (std::int64_t k = 0; k < sizes.times; ++k) shape.save_times.push_back(0.5 * static_cast<double>(k));
  shape.variables = {"x", "y", "z"};
  shape.columns = sizes.subset ? std::vector<std::string>{"y", "x", "radius"} : shape.variables;
  request.title = "A synthetic run \u2014 not simulated";
  if (sizes.minimal) {
    request.output.keep_mean = request.output.keep_variance = false;
    return;
  }
  shape.sources = {"x", "weather"};
  shape.parameters = {"a", "b"};
  for (std::int64_t s = 0; s < sizes.scenarios; ++s) {
    shape.parameter_values.insert(shape.parameter_values.end(), {0.25 + static_cast<double>(s), nan});
  }
  for (std::int32_t regime = 0; regime < 4; ++regime) {
    shape.regimes.push_back({std::min<std::int32_t>(regime, static_cast<std::int32_t>(sizes.scenarios) - 1),
                             regime == 3 ? 1.5 : 0.0, graph_of_regime(static_cast<std::size_t>(regime))});
  }
  request.output.keep_extremes = true;
  request.output.quantiles = {0.05, 0.5, 0.95};
  request.column_units = {"m", "1", "kg"};
  request.column_descriptions = {"the first", "", "the third"};
  request.interventions = {{1, "clamp", "x", 10.0, 30.0, nan, 2.0, "value = 2.0"},
                           {2, "shift", "y", -infinity, infinity, 5.0, nan, "value = \"sin(t)\""}};
  request.provenance = {.scenario_text = "format = 1\n# caf\u00e9\n",
                        .scenario_resolved = "format = 1\n",
                        .command_line = "dosde run loop.toml",
                        .seed = 18446744073709551615ULL,
                        .scheme = "milstein",
                        .scheme_reason = "the noise is proven diagonal",
                        .noise_version = "1",
                        .pairing = "shared",
                        .noise_cell = 0.01,
                        .step = 0.01};
}

double SyntheticRun::state(std::int64_t scenario, std::int64_t trajectory, std::int64_t time,
                           std::int64_t column) const {
  if (time >= 4 && is_diverging(scenario, trajectory)) return nan;
  return static_cast<double>((131 * scenario + 31 * trajectory + 17 * time + 7 * column) % 1009) / 7.0;
}

Moments SyntheticRun::leaf(std::int64_t scenario, std::int64_t time, std::int64_t column, std::int64_t first,
                           std::int64_t last) const {
  Moments leaf;
  for (std::int64_t n = first; n < last; ++n) {
    const double value = state(scenario, n, time, column);
    if (!std::isnan(value)) leaf = merge(leaf, Moments{1.0, value, 0.0, value, value});
  }
  return leaf;
}

/// The node over trajectories [first, first + size) of the tree whose leaves hold 64.
Moments SyntheticRun::node(std::int64_t scenario, std::int64_t time, std::int64_t column, std::int64_t first,
                           std::int64_t size) const {
  if (first >= request.shape.trajectories) return {};
  if (size == request.shape.leaf_size) {
    return leaf(scenario, time, column, first, std::min(first + size, request.shape.trajectories));
  }
  return merge(node(scenario, time, column, first, size / 2), node(scenario, time, column, first + size / 2, size / 2));
}

const UnitResult& SyntheticRun::unit(std::int64_t number) {
  const RunShape& shape = request.shape;
  const auto scenarios = static_cast<std::int64_t>(shape.scenarios.size());
  const auto times = static_cast<std::int64_t>(shape.save_times.size());
  const auto columns = static_cast<std::int64_t>(shape.columns.size());
  const std::int64_t range = number % shape.trajectory_ranges();
  const std::int64_t first = range * shape.unit_size;
  const std::int64_t first_scenario = number / shape.trajectory_ranges() * shape.unit_points;
  const std::int64_t end_scenario =
      shape.points == 1 ? scenarios : std::min(first_scenario + shape.unit_points, scenarios);
  const std::int64_t count = std::min(shape.unit_size, shape.trajectories - first);
  states_.clear();
  ends_.clear();
  moments_.clear();
  reflections_.clear();
  for (std::int64_t s = first_scenario; s < end_scenario; ++s) {
    for (std::int64_t n = first; n < first + count; ++n) {
      for (std::int64_t k = 0; k < times; ++k) {
        for (std::int64_t c = 0; c < columns; ++c) states_.push_back(state(s, n, k, c));
      }
      if (is_diverging(s, n)) {
        ends_.push_back({TrajectoryStatus::diverged, 1.99, static_cast<std::int32_t>(n % 3)});
      } else {
        ends_.push_back({TrajectoryStatus::done, shape.save_times.back(), -1});
      }
    }
    for (std::int64_t k = 0; k < times; ++k) {
      for (std::int64_t c = 0; c < columns; ++c) moments_.push_back(node(s, k, c, first, shape.unit_size));
    }
    reflections_.push_back(10 * s + range);
  }
  result_ = {{number, first, count}, states_, ends_, moments_, reflections_};
  return result_;
}

void write_units(SyntheticRun& run, const std::string& path, const std::vector<std::int64_t>& units) {
  create_result_file(run.request, path, ExistingFile::replace);
  ResultFileSink sink(path);
  for (const std::int64_t unit : units) sink.write(run.unit(unit));
}

}  // namespace dosde
