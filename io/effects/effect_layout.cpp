#include "io/effects/effect_layout.hpp"

#include <algorithm>
#include <limits>

namespace dosde {
namespace {

constexpr auto character = ElementType::character;
constexpr auto uint8 = ElementType::uint8;
constexpr auto int32 = ElementType::int32;
constexpr auto int64 = ElementType::int64;
constexpr auto float64 = ElementType::float64;

void add_dimensions(ResultLayout& layout, const EffectSizes& sizes) {
  layout.add_dimension("contrast", sizes.contrasts, true);
  layout.add_dimension("trajectory", sizes.trajectories, true);
  layout.add_dimension("time", sizes.times, true);
  layout.add_dimension("variable", sizes.variables, true);
  layout.add_dimension("quantile", sizes.levels, true);
  layout.add_dimension("horizon", sizes.horizons, true);
  layout.add_dimension("sweep_axis", sizes.sweep_axes, true);
  layout.add_dimension("name_length", sizes.name_length, false);
  layout.add_dimension("text_length", sizes.text_length, false);
  layout.add_dimension("scenario_text_length", sizes.scenario_text_length, false);
  layout.add_dimension("resolved_text_length", sizes.resolved_text_length, false);
  layout.add_dimension("command_line_length", sizes.command_line_length, false);
}

std::vector<DatasetSpec> labels(const EffectSizes& sizes) {
  const auto index_type = sizes.trajectories > std::numeric_limits<std::int32_t>::max() ? int64 : int32;
  return {
      {"contrast", int32, {"contrast"}, "number of the comparison"},
      {"trajectory", index_type, {"trajectory"}, "number of the trajectory"},
      {"time", float64, {"time"}, "model time"},
      {"variable", character, {"variable", "name_length"}, "saved variable or observable"},
      {"quantile", float64, {"quantile"}, "probability of the quantile"},
      {"horizon", float64, {"horizon"}, "model time at which joint laws are compared"},
      {"sweep_axis", character, {"sweep_axis", "name_length"}, "key of the scenario file that the sweep varies"},
      {"scenario", int32, {"contrast"}, "number of the scenario in the result file"},
      {"reference", int32, {"contrast"}, "number of the scenario that it is compared with"},
      {"scenario_name", character, {"contrast", "name_length"}, "name of the scenario"},
      {"reference_name", character, {"contrast", "name_length"}, "name of the scenario that it is compared with"},
      {"sweep_value",
       float64,
       {"contrast", "sweep_axis"},
       "value of the axis at the scenario's point; its position in the list where the axis has words"},
      {"variable_unit", character, {"variable", "name_length"}, "unit of the variable"},
      {"variable_description", character, {"variable", "text_length"}, "description of the variable"},
  };
}

void add_counts(std::vector<DatasetSpec>& table, const EffectSizes& sizes) {
  table.push_back({"status", uint8, {"contrast", "trajectory"}, "how the trajectory stands in the scenario"});
  table.push_back({"reference_status", uint8, {"contrast", "trajectory"}, "how it stands in the reference"});
  table.push_back({"alive", int64, {"contrast", "time"}, "trajectories alive in the scenario at that time"});
  table.push_back({"reference_alive", int64, {"contrast", "time"}, "trajectories alive in the reference at that time"});
  if (sizes.pairing == Sampling::paired)
    table.push_back({"pairs", int64, {"contrast", "time"}, "trajectories alive in both: those that are compared"});
}

void add_estimates(std::vector<DatasetSpec>& table, const EffectSizes& sizes) {
  const std::vector<std::string> axes = {"contrast", "time", "variable"};
  for (const EffectColumn& column : effect_columns())
    if (sizes.pairing == Sampling::paired || !column.of_pairs_only)
      table.push_back({column.name, float64, axes, column.description});
  table.push_back({"band", float64, axes, "half width of the simultaneous band of the effect over all times"});
  table.push_back({"critical_value", float64, {"contrast", "variable"}, "standard errors of `band`, before Student"});
  table.push_back({"joint_critical_value",
                   float64,
                   {"contrast"},
                   "standard errors of a band over all times and variables, before Student"});
  const std::vector<std::string> levels = {"contrast", "quantile", "time", "variable"};
  table.push_back({"quantile_effect", float64, levels, "difference of the quantiles"});
  table.push_back({"quantile_error", float64, levels, "standard error of the difference of the quantiles"});
  const std::vector<std::string> joint = {"contrast", "horizon"};
  table.push_back({"mmd", float64, joint, "maximum mean discrepancy of all variables together"});
  table.push_back({"mmd_floor", float64, joint, "root of the mean of mmd² under equal laws"});
  table.push_back({"mmd_bandwidth", float64, joint, "length of the Gaussian kernel, in standard deviations"});
}

}  // namespace

const std::vector<EffectColumn>& effect_columns() {
  using E = const EffectEstimate&;
  static const std::vector<EffectColumn> columns = {
      {"mean", "mean in the scenario", [](E e) { return e.mean.mean; }, false},
      {"reference_mean", "mean in the reference", [](E e) { return e.mean.reference_mean; }, false},
      {"effect", "mean of scenario minus reference", [](E e) { return e.mean.effect; }, false},
      {"standard_error", "standard error of the effect", [](E e) { return e.mean.standard_error; }, false},
      {"variance_ratio", "var(Y1 - Y0) / (var Y1 + var Y0): what pairing leaves of the variance",
       [](E e) { return e.mean.variance_ratio; }, true},
      {"probability_above", "P(Y1 > Y0)", [](E e) { return e.benefit.above; }, false},
      {"probability_equal", "P(Y1 = Y0)", [](E e) { return e.benefit.equal; }, false},
      {"probability_error", "standard error of P(Y1 > Y0)", [](E e) { return e.benefit.standard_error; }, false},
      {"wasserstein", "Wasserstein-1 distance of the laws", [](E e) { return e.distance.wasserstein; }, false},
      {"wasserstein_floor", "its mean under equal laws", [](E e) { return e.distance.wasserstein_floor; }, false},
      {"energy", "energy distance of the laws", [](E e) { return e.distance.energy; }, false},
      {"energy_floor", "root of the mean of its square under equal laws", [](E e) { return e.distance.energy_floor; },
       false},
  };
  return columns;
}

std::size_t effect_column(std::string_view name) {
  const std::vector<EffectColumn>& columns = effect_columns();
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [name](const EffectColumn& candidate) { return candidate.name == name; });
  return static_cast<std::size_t>(found - columns.begin());
}

ResultLayout describe_effect_layout(const EffectSizes& sizes) {
  ResultLayout layout;
  add_dimensions(layout, sizes);
  std::vector<DatasetSpec> table = labels(sizes);
  if (sizes.has_sweep_words)
    table.push_back({"sweep_word",
                     character,
                     {"contrast", "sweep_axis", "name_length"},
                     "value of an axis whose values are words; empty where they are numbers"});
  add_counts(table, sizes);
  add_estimates(table, sizes);
  for (const DatasetSpec& text : provenance_texts("the command of the run")) table.push_back(text);
  if (sizes.has_differences)  // large and last, so that what people look at first stands close together
    table.push_back({"difference",
                     sizes.difference_type,
                     {"contrast", "trajectory", "time", "variable"},
                     "scenario minus reference, trajectory by trajectory; NaN where either is not alive"});
  layout.add_datasets(table);
  return layout;
}

}  // namespace dosde
