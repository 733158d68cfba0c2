#include "cli/stationary_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "engine/core/number_text.hpp"

namespace dosde {
namespace {

constexpr double largest_rhat = 1.01, least_draws = 400.0, rare = 0.01, most_errors = 4.0;
/// Save intervals that a trajectory may remember without an objection.
constexpr double longest_memory = 5.0;

/// R-hat of long chains should be below 1.01. That of short ones is larger however stationary they are: with n draws in
/// a half and an autocorrelation time of tau draws the means of halves have the variance tau/n, so that R-hat² is about
/// 1
/// + (tau - 1)/n.
double rhat_bound(std::size_t draws) {
  return largest_rhat * std::sqrt(1.0 + (longest_memory - 1.0) / static_cast<double>(draws / 2));
}

const SteinIdentity* worst_identity(const StationarityEvidence& evidence) {
  const SteinIdentity* worst = nullptr;
  for (const auto& identity : evidence.identities)
    if (std::isfinite(identity.z()) && (worst == nullptr || std::fabs(identity.z()) > std::fabs(worst->z())))
      worst = &identity;
  return worst;
}

/// How often the largest of so many normal |z| is as large by chance, if they were independent (Šidák).
double chance_of(double z, std::size_t count) {
  const double one = std::erfc(std::fabs(z) / std::sqrt(2.0));
  return -std::expm1(static_cast<double>(count) * std::log1p(-std::min(one, 1.0 - 1e-16)));
}

std::string with_error(double value, double error) {
  return std::isfinite(error) ? fmt::format("{:.4g} ± {:.1g}", value, error) : fmt::format("{:.4g}", value);
}

std::string number(double value, const char* format) {
  return std::isfinite(value) ? fmt::format(fmt::runtime(format), value) : "-";
}

void print_columns(const StationaryReport& report) {
  const auto& columns = report.evidence.columns;
  const bool is_exact = report.evidence.exact_objection.empty();
  std::size_t width = 8;
  for (const auto& column : columns) width = std::max(width, column.name.size());
  fmt::print("    {:<{}} {:>20} {:>20} {:>7} {:>8} {:>8}\n", "", width, "mean", "variance", "R-hat", "ESS bulk",
             "tail");
  for (const auto& column : columns) {
    fmt::print("    {:<{}} {:>20} {:>20} {:>7} {:>8} {:>8}\n", column.name, width,
               with_error(column.mean, column.mixing.mean_error), with_error(column.variance, column.variance_error),
               number(column.mixing.rhat, "{:.3f}"), number(column.mixing.ess_bulk, "{:.0f}"),
               number(column.mixing.ess_tail, "{:.0f}"));
    if (is_exact && column.exact_mean)
      fmt::print("    {:<{}} {:>20} {:>20}\n", "  exact", width, fmt::format("{:.4g}", *column.exact_mean + 0.0),
                 fmt::format("{:.4g}", *column.exact_variance));
  }
  if (!is_exact) fmt::print("    no exact moments: {}\n", report.evidence.exact_objection);
}

void print_halved(const StationaryReport& report) {
  for (std::size_t c = 0; c < report.halved.size(); ++c)
    fmt::print("    step h minus h/2: {}: mean {}, variance {}\n", report.evidence.columns[c].name,
               with_error(report.halved[c].mean, report.halved[c].mean_error),
               with_error(report.halved[c].variance, report.halved[c].variance_error));
}

nlohmann::ordered_json optional_number(const std::optional<double>& value) {
  return value ? json_number(*value) : nlohmann::ordered_json(nullptr);
}

}  // namespace

std::vector<std::string> objections_of(const StationaryReport& report) {
  std::vector<std::string> all;
  const auto& evidence = report.evidence;
  if (report.window.lost > 0)
    all.push_back(fmt::format("{} of {} trajectories do not live to the end: what is seen are survivors",
                              report.window.lost, report.window.stored));
  std::vector<std::string> apart, few;
  for (const auto& column : evidence.columns) {
    if (column.mixing.rhat > rhat_bound(report.window.states.times.size())) apart.push_back(column.name);
    if (column.mixing.ess_bulk < least_draws || column.mixing.ess_tail < least_draws) few.push_back(column.name);
  }
  if (!apart.empty())
    all.push_back(
        fmt::format("R-hat of {} is above {:.3f}: trajectories, or their halves, have not one law, or they "
                    "remember for longer than {} saves",
                    fmt::join(apart, ", "), rhat_bound(report.window.states.times.size()), longest_memory));
  if (!few.empty())
    all.push_back(fmt::format("fewer than {} effective draws of {}", least_draws, fmt::join(few, ", ")));
  const SteinIdentity* worst = worst_identity(evidence);
  if (worst != nullptr && chance_of(worst->z(), evidence.identities.size()) < rare)
    all.push_back(fmt::format("E[L {}] is not 0: not yet stationary, or the step is too long", worst->name));
  if (evidence.kernel && evidence.kernel->p_value < rare)
    all.push_back("the kernel deviation is not 0: not yet stationary, or the step is too long");
  for (std::size_t c = 0; c < report.halved.size(); ++c) {
    const StepBias& bias = report.halved[c];
    const auto& column = evidence.columns[c];
    const auto matters = [](double effect, double error, double own_error) {
      return std::fabs(effect) > most_errors * error && std::fabs(effect) > own_error;
    };
    if (matters(bias.mean, bias.mean_error, column.mixing.mean_error) ||
        matters(bias.variance, bias.variance_error, column.variance_error))
      all.push_back(fmt::format("halving the step moves the law of {} by more than its errors here", column.name));
  }
  return all;
}

void print_stationary(const StationaryReport& report) {
  const auto& window = report.window;
  fmt::print("scenario '{}' from t = {}: {} trajectories x {} times{}\n", window.scenario, number_text(window.from, 6),
             window.states.trajectories, window.states.times.size(),
             window.left_out > 0 ? fmt::format(" ({} trajectories left out to save memory)", window.left_out) : "");
  print_columns(report);
  const auto& evidence = report.evidence;
  if (!evidence.objection.empty()) fmt::print("    no Stein identities: {}\n", evidence.objection);
  if (const SteinIdentity* worst = worst_identity(evidence))
    fmt::print("    {} Stein identities: largest |z| {:.2f}, of E[L {}] = {}; by chance in {:.2g} of cases\n",
               evidence.identities.size(), std::fabs(worst->z()), worst->name, with_error(worst->mean, worst->error),
               chance_of(worst->z(), evidence.identities.size()));
  if (evidence.kernel)
    fmt::print("    kernel deviation {:.3g}, p = {:.2g}, of {} points\n", evidence.kernel->value,
               evidence.kernel->p_value, evidence.kernel->points);
  print_halved(report);
  const auto objections = objections_of(report);
  for (const auto& objection : objections) fmt::print("    AGAINST: {}\n", objection);
  if (objections.empty()) fmt::print("    nothing speaks against stationarity\n");
}

nlohmann::ordered_json to_json(const StationaryReport& report) {
  const auto& window = report.window;
  const auto& evidence = report.evidence;
  nlohmann::ordered_json columns = nlohmann::ordered_json::array();
  for (std::size_t c = 0; c < evidence.columns.size(); ++c) {
    const auto& column = evidence.columns[c];
    columns.push_back({{"name", column.name},
                       {"mean", json_number(column.mean)},
                       {"mean_error", json_number(column.mixing.mean_error)},
                       {"variance", json_number(column.variance)},
                       {"variance_error", json_number(column.variance_error)},
                       {"rhat", json_number(column.mixing.rhat)},
                       {"ess_bulk", json_number(column.mixing.ess_bulk)},
                       {"ess_tail", json_number(column.mixing.ess_tail)},
                       {"exact_mean", optional_number(column.exact_mean)},
                       {"exact_variance", optional_number(column.exact_variance)}});
    if (report.halved.empty()) continue;
    const StepBias& bias = report.halved[c];
    columns.back()["step_effect"] = {{"mean", json_number(bias.mean)},
                                     {"mean_error", json_number(bias.mean_error)},
                                     {"variance", json_number(bias.variance)},
                                     {"variance_error", json_number(bias.variance_error)}};
  }
  nlohmann::ordered_json identities = nlohmann::ordered_json::array();
  for (const auto& identity : evidence.identities)
    identities.push_back({{"h", identity.name},
                          {"mean", json_number(identity.mean)},
                          {"error", json_number(identity.error)},
                          {"z", json_number(identity.z())}});
  nlohmann::ordered_json told = {
      {"scenario", window.scenario},         {"from", window.from}, {"trajectories", window.states.trajectories},
      {"times", window.states.times.size()}, {"lost", window.lost}, {"columns", columns},
      {"stein_identities", identities}};
  if (evidence.kernel)
    told["kernel_deviation"] = {{"value", json_number(evidence.kernel->value)},
                                {"p_value", evidence.kernel->p_value},
                                {"bandwidth", json_number(evidence.kernel->bandwidth)},
                                {"points", evidence.kernel->points}};
  if (!evidence.objection.empty()) told["no_stein_identities"] = evidence.objection;
  if (!evidence.exact_objection.empty()) told["no_exact_moments"] = evidence.exact_objection;
  told["against"] = objections_of(report);
  return told;
}

}  // namespace dosde
