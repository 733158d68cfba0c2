#include "cli/abduction_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "cli/messages.hpp"

namespace dosde {
namespace {

/// Chances below this are told: one sound path in a thousand has one.
constexpr double least_chance = 1e-3;

std::int64_t count(const SourceEvidence& source, Undetermined why) {
  const auto found = source.counts.find(why);
  return found == source.counts.end() ? 0 : found->second;
}

std::int64_t count_all(const SourceEvidence& source) {
  std::int64_t all = 0;
  for (const auto& [why, some] : source.counts) all += some;
  return all;
}

std::string describe_sources(const SourceEvidence& source) {
  std::string text;
  for (const auto& [why, some] : source.counts) {
    if (why == Undetermined::no || some == 0) continue;
    text += fmt::format("\n    {} of {} are drawn: {}", some, count_all(source), describe(why));
  }
  return text;
}

}  // namespace

void print_abduction(const Abduction& found) {
  const RecordedWorld& world = found.world;
  fmt::print("the noise of {} path{} of '{}', {} steps of {}, scheme {}, by {}\n", found.observed,
             found.observed == 1 ? "" : "s", found.scenario, world.cell_count, world.cell, found.scheme,
             to_string(found.method));
  fmt::print("  {} numbers follow from the paths; their squares sum to {:.6g} (χ² of as many degrees, chance {:.3g})\n",
             found.degrees, found.square, found.chance);
  const GuidingEvidence& guided = found.guiding;
  if (guided.particles > 0)
    fmt::print("  {} particles a path; the smallest effective sample size is {:.3g}, of path {} at t = {}\n",
               guided.particles, guided.least_effective, guided.least_trajectory, guided.least_time);
  for (const auto& source : found.sources)
    fmt::print("  {}: variance {:.4g} (chance {:.3g}), autocorrelation {:.3g} (chance {:.3g}){}\n", source.name,
               source.variance, source.variance_chance, source.autocorrelation, source.autocorrelation_chance,
               describe_sources(source));
  for (const auto& row : found.rows)
    if (row.residual > 0.0)
      fmt::print("  {}: no noise explains {:.3g} of its step, {:.3g} rounding errors, at t = {}\n", row.name,
                 row.residual, row.roundings, row.time);
  if (!found.unknown_starts.empty())
    fmt::print("  held at the start, so that replays begin where the model does: {}\n",
               fmt::join(found.unknown_starts, ", "));
}

nlohmann::ordered_json to_json(const Abduction& found, const std::string& file) {
  nlohmann::ordered_json sources = nlohmann::ordered_json::array();
  for (const auto& source : found.sources) {
    nlohmann::ordered_json drawn = nlohmann::ordered_json::object();
    for (const auto& [why, some] : source.counts)
      if (why != Undetermined::no && some > 0) drawn[describe(why)] = some;
    sources.push_back({{"name", source.name},
                       {"determined", count(source, Undetermined::no)},
                       {"drawn", drawn},
                       {"variance", json_number(source.variance)},
                       {"variance_chance", json_number(source.variance_chance)},
                       {"autocorrelation", json_number(source.autocorrelation)},
                       {"autocorrelation_chance", json_number(source.autocorrelation_chance)}});
  }
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& row : found.rows)
    rows.push_back({{"name", row.name},
                    {"residual", json_number(row.residual)},
                    {"roundings", json_number(row.roundings)},
                    {"time", json_number(row.time)}});
  nlohmann::ordered_json told = {{"file", file},
                                 {"scenario", found.scenario},
                                 {"method", to_string(found.method)},
                                 {"observed", found.observed},
                                 {"draws", found.draws},
                                 {"degrees", found.degrees},
                                 {"square", json_number(found.square)},
                                 {"chance", json_number(found.chance)},
                                 {"is_possible", found.is_possible()},
                                 {"sources", sources},
                                 {"variables", rows}};
  const GuidingEvidence& guided = found.guiding;
  if (guided.particles > 0)
    told["guiding"] = {{"particles", guided.particles},
                       {"least_effective_sample_size", json_number(guided.least_effective)},
                       {"trajectory", guided.least_trajectory},
                       {"time", json_number(guided.least_time)},
                       {"is_representative", found.is_representative()}};
  return told;
}

void report_abduction(const Abduction& found, const Application& application) {
  for (const auto& row : found.rows)
    if (row.roundings > most_roundings)
      say(application,
          fmt::format("the model cannot have made this path: at t = {} no noise explains {:.3g} of the step of '{}' "
                      "({:.2g} rounding errors); replays will not return to it. Was it another scenario, another step, "
                      "or written with few digits?",
                      row.time, row.residual, row.name, row.roundings));
  if (found.chance < least_chance)
    say(application, fmt::format("this is hardly the model's noise: {} squares sum to {:.6g} (chance {:.2g})",
                                 found.degrees, found.square, found.chance));
  const GuidingEvidence& guided = found.guiding;
  if (!found.is_representative())
    say(application,
        fmt::format(
            "the draws of path {} do not follow their law: at t = {} they come from what {:.2g} of {} particles "
            "are worth; more --particles, noise of observation or fewer gaps help",
            guided.least_trajectory, guided.least_time, guided.least_effective, guided.particles));
  for (const auto& source : found.sources)
    if (source.autocorrelation_chance < least_chance)
      say(application, fmt::format("the noise of {} remembers, which the model's does not: autocorrelation {:.3g} "
                                   "(chance {:.2g})",
                                   source.name, source.autocorrelation, source.autocorrelation_chance));
}

}  // namespace dosde
