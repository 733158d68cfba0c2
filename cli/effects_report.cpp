#include "cli/effects_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "io/effects/effect_layout.hpp"

namespace dosde {
namespace {

constexpr std::int64_t most_printed = 24;

/// Positions of the columns that people are shown.
/// Trajectories of a scenario by status: "9990 done, 10 diverged".
std::string count_statuses(const Survival& survival) {
  constexpr const char* names[] = {"pending", "done", "failed", "diverged", "stopped by an event"};
  std::int64_t counts[5] = {};
  for (const TrajectoryStatus status : survival.status) ++counts[static_cast<std::size_t>(status)];
  std::string text;
  for (const std::size_t code : {1U, 3U, 4U, 2U, 0U})
    if (counts[code] > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[code], names[code]);
  return text;
}

nlohmann::ordered_json statuses_json(const Survival& survival) {
  constexpr const char* names[] = {"pending", "done", "failed", "diverged", "stopped_by_event"};
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (std::size_t code = 0; code < 5; ++code)
    json[names[code]] = std::count(survival.status.begin(), survival.status.end(), static_cast<TrajectoryStatus>(code));
  return json;
}

bool is_whole(const Survival& survival) {
  return std::all_of(survival.status.begin(), survival.status.end(),
                     [](TrajectoryStatus status) { return status == TrajectoryStatus::done; });
}

nlohmann::ordered_json sample_json(const EffectReport& report, const EffectOptions& options,
                                   const ContrastTables& tables, std::size_t sample) {
  nlohmann::ordered_json json;
  const auto& columns = effect_columns();
  for (std::size_t k = 0; k < columns.size(); ++k)
    if (report.pairing == Sampling::paired || !columns[k].of_pairs_only)
      json[columns[k].name] = json_number(tables.columns[k][sample]);
  json["band"] = json_number(tables.band[sample]);
  nlohmann::ordered_json quantiles = nlohmann::ordered_json::array();
  for (std::size_t level = 0; level < options.levels.size(); ++level)
    quantiles.push_back({{"level", options.levels[level]},
                         {"effect", json_number(tables.quantile_effect[level][sample])},
                         {"standard_error", json_number(tables.quantile_error[level][sample])}});
  json["quantiles"] = quantiles;
  return json;
}

nlohmann::ordered_json contrast_json(const EffectReport& report, const EffectOptions& options, const Contrast& contrast,
                                     const ContrastTables& tables) {
  nlohmann::ordered_json times = nlohmann::ordered_json::array();
  for (std::size_t h = 0; h < report.horizons.size(); ++h) {
    const auto time = static_cast<std::size_t>(report.horizons[h]);
    nlohmann::ordered_json variables = nlohmann::ordered_json::object();
    for (std::size_t v = 0; v < report.variables.size(); ++v)
      variables[report.variables[v]] = sample_json(report, options, tables, time * report.variables.size() + v);
    nlohmann::ordered_json at = {{"time", report.times[time]}};
    if (report.pairing == Sampling::paired) at["pairs"] = static_cast<std::int64_t>(tables.pairs[time]);
    at["alive"] = static_cast<std::int64_t>(tables.alive[time]);
    at["reference_alive"] = static_cast<std::int64_t>(tables.reference_alive[time]);
    at["mmd"] = json_number(tables.joint[h].mmd);
    at["mmd_floor"] = json_number(tables.joint[h].floor);
    at["variables"] = variables;
    times.push_back(at);
  }
  return {{"scenario", report.scenarios[static_cast<std::size_t>(contrast.scenario)]},
          {"reference", report.scenarios[static_cast<std::size_t>(contrast.reference)]},
          {"status", statuses_json(tables.survival)},
          {"reference_status", statuses_json(tables.reference_survival)},
          {"at", times}};
}

}  // namespace

EffectsTable::EffectsTable(const EffectOptions& options, const Application& application)
    : options_(options), application_(application), json_(nlohmann::ordered_json::array()) {}

void EffectsTable::begin(const EffectReport& report) {
  if (report.pairing == Sampling::independent)
    say(application_,
        "the run has pairing = \"independent\": scenarios meet different noise, so errors are those of independent "
        "samples, and there are no individual differences");
  if (report.stored < report.trajectories)
    say(application_, fmt::format("states of the first {} of {} trajectories are in the file: these are compared",
                                  report.stored, report.trajectories));
}

void EffectsTable::add(const EffectReport& report, std::int64_t contrast, const ContrastTables& tables) {
  ++contrasts_;
  if (!is_whole(tables.survival) || !is_whole(tables.reference_survival)) ++incomplete_;
  if (application_.wants_json)
    json_.push_back(contrast_json(report, options_, report.contrasts[static_cast<std::size_t>(contrast)], tables));
  else if (contrasts_ <= most_printed)
    print(report, contrast, tables);
}

void EffectsTable::print(const EffectReport& report, std::int64_t number, const ContrastTables& tables) const {
  const Contrast& contrast = report.contrasts[static_cast<std::size_t>(number)];
  fmt::print("{} against {}\n", report.scenarios[static_cast<std::size_t>(contrast.scenario)],
             report.scenarios[static_cast<std::size_t>(contrast.reference)]);
  if (!is_whole(tables.survival) || !is_whole(tables.reference_survival))
    fmt::print("  {}; of the reference {}\n", count_statuses(tables.survival),
               count_statuses(tables.reference_survival));
  const bool is_paired = report.pairing == Sampling::paired;
  const std::size_t width = std::max<std::size_t>(
      8, std::max_element(report.variables.begin(), report.variables.end(), [](const auto& a, const auto& b) {
           return a.size() < b.size();
         })->size());
  const auto value = [&tables](std::string_view name, std::size_t sample) {
    return tables.columns[effect_column(name)][sample];
  };
  for (std::size_t h = 0; h < report.horizons.size(); ++h) {
    const auto time = static_cast<std::size_t>(report.horizons[h]);
    const std::string sample_sizes =
        is_paired ? fmt::format("{:.0f} pairs", tables.pairs[time])
                  : fmt::format("{:.0f} and {:.0f} trajectories", tables.alive[time], tables.reference_alive[time]);
    fmt::print("  t = {}: {}, MMD {:.3g} (floor {:.2g})\n", report.times[time], sample_sizes, tables.joint[h].mmd,
               tables.joint[h].floor);
    fmt::print("    {:<{}} {:>11} {:>9} {:>9} {:>8} {:>9} {:>9}  {}\n", "variable", width, "effect", "error", "band",
               "P(up)", "W1", "floor", is_paired ? "variance ratio" : "");
    for (std::size_t v = 0; v < report.variables.size(); ++v) {
      const std::size_t sample = time * report.variables.size() + v;
      fmt::print("    {:<{}} {:>11.5g} {:>9.2g} {:>9.2g} {:>8.4f} {:>9.3g} {:>9.2g}", report.variables[v], width,
                 value("effect", sample), value("standard_error", sample), tables.band[sample],
                 value("probability_above", sample), value("wasserstein", sample), value("wasserstein_floor", sample));
      if (is_paired) fmt::print("  {:.3g}", value("variance_ratio", sample));
      fmt::print("\n");
    }
  }
}

void EffectsTable::finish(const std::string& file) {
  if (application_.wants_json) {
    print_json({{"file", file}, {"confidence", options_.confidence}, {"contrasts", json_}});
  } else {
    if (contrasts_ > most_printed) fmt::print("… and {} more\n", contrasts_ - most_printed);
    fmt::print("{}\n", file);
  }
  if (incomplete_ > 0)
    say(application_, fmt::format("in {} of {} comparisons some trajectories diverged, stopped or were not computed: "
                                  "effects are over those alive at the time, and `pairs`, `alive` and `status` count "
                                  "the others",
                                  incomplete_, contrasts_));
  say(application_, fmt::format("open it with xarray.open_dataset(\"{}\")", file));
}

}  // namespace dosde
