#include "cli/response_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "io/response/write_response_file.hpp"

namespace dosde {
namespace {

/// A change of the effect within the long run is told from this many standard errors on, where it is also more than
/// one per cent of the effect.
constexpr double most_errors = 4.0;
constexpr std::size_t most_named = 6;

std::string row_name(const Response& response, std::size_t contrast) {
  return response.variables[response.intervened[contrast]];
}

template <class Cell>
void print_matrix(const Response& response, const std::vector<std::string>& columns, Cell cell) {
  std::size_t width = 8;
  for (const std::string& name : response.variables) width = std::max(width, name.size());
  fmt::print("  {:<{}}", "", width);
  for (const std::string& column : columns) fmt::print(" {:>18}", column);
  fmt::print("\n");
  for (std::size_t v = 0; v < response.variables.size(); ++v) {
    fmt::print("  {:<{}}", response.variables[v], width);
    for (std::size_t k = 0; k < columns.size(); ++k) fmt::print(" {:>18}", cell(v, k));
    fmt::print("\n");
  }
}

std::string with_error(double value, double error) {
  return error > 0.0 ? fmt::format("{:.4g} ± {:.1g}", value, error) : fmt::format("{:.4g}", value);
}

std::string describe(ResponseKind kind) {
  switch (kind) {
    case ResponseKind::clamp:
      return "per unit of the held variable (column)";
    case ResponseKind::shift:
      return "per unit of push on the drift (column)";
    case ResponseKind::scale_noise:
      return "of the scaled noise (column)";
  }
  return {};
}

/// Rows of `width` numbers.
nlohmann::ordered_json numbers(const std::vector<double>& values, std::size_t width) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (std::size_t first = 0; first < values.size(); first += width) {
    nlohmann::ordered_json row = nlohmann::ordered_json::array();
    for (std::size_t k = first; k < first + width; ++k) row.push_back(json_number(values[k]));
    rows.push_back(row);
  }
  return rows;
}

nlohmann::ordered_json table_json(const ResponseTable& table) {
  const std::size_t width = table.pairs.size();
  return {{"effect", numbers(table.effect, width)},
          {"error", numbers(table.error, width)},
          {"variance_effect", numbers(table.variance_effect, width)},
          {"variance_error", numbers(table.variance_error, width)},
          {"pairs", table.pairs}};
}

}  // namespace

void print_response(const Response& response) {
  std::vector<std::string> columns;
  for (std::size_t k = 0; k < response.intervened.size(); ++k) columns.push_back(row_name(response, k));
  const std::size_t width = columns.size();
  fmt::print("total effects on means, {}, t from {} to {}\n", describe(response.kind), response.long_run_from,
             response.long_run_until);
  print_matrix(response, columns, [&](std::size_t v, std::size_t k) {
    return with_error(response.long_run.effect[v * width + k], response.long_run.error[v * width + k]);
  });
  if (response.kind == ResponseKind::scale_noise) {
    fmt::print("total effects on variances\n");
    print_matrix(response, columns, [&](std::size_t v, std::size_t k) {
      return with_error(response.long_run.variance_effect[v * width + k],
                        response.long_run.variance_error[v * width + k]);
    });
  }
  fmt::print("direct effects: derivatives of drifts (row) by variables (column) over the states of '{}'\n",
             response.scenario);
  const std::size_t all = response.variables.size();
  print_matrix(response, response.variables, [&](std::size_t v, std::size_t k) {
    return with_error(response.direct_drift[v * all + k], response.direct_drift_error[v * all + k]);
  });
}

nlohmann::ordered_json to_json(const Response& response, const std::string& file) {
  const std::size_t width = response.intervened.size();
  nlohmann::ordered_json intervened = nlohmann::ordered_json::array();
  for (std::size_t k = 0; k < width; ++k) intervened.push_back(row_name(response, k));
  nlohmann::ordered_json at = nlohmann::ordered_json::array();
  for (std::size_t h = 0; h < response.horizons.size(); ++h) {
    at.push_back(table_json(response.at[h]));
    at.back()["time"] = response.horizons[h];
  }
  nlohmann::ordered_json long_run = table_json(response.long_run);
  long_run["from"] = response.long_run_from;
  long_run["until"] = response.long_run_until;
  long_run["change"] = numbers(response.change, width);
  long_run["change_error"] = numbers(response.change_error, width);
  return {{"file", file},
          {"kind", to_string(response.kind)},
          {"scenario", response.scenario},
          {"variables", response.variables},
          {"intervened", intervened},
          {"value", response.value},
          {"size", response.size},
          {"at", at},
          {"long_run", long_run},
          {"direct_drift", numbers(response.direct_drift, response.variables.size())},
          {"direct_drift_error", numbers(response.direct_drift_error, response.variables.size())}};
}

void report_response(const Response& response, const Application& application) {
  const std::size_t width = response.intervened.size();
  std::vector<std::string> moving;
  for (std::size_t k = 0; k < width; ++k) {
    bool is_moving = false;
    for (std::size_t v = 0; v < response.variables.size(); ++v) {
      const std::size_t place = v * width + k;
      const double change = std::fabs(response.change[place]);
      is_moving = is_moving || (change > most_errors * response.change_error[place] &&
                                change > 0.01 * std::fabs(response.long_run.effect[place]) && change > 1e-9);
    }
    if (is_moving) moving.push_back(row_name(response, k));
  }
  if (!moving.empty())
    say(application, fmt::format("the effects of {} still change from t = {} to {}: that is not the long run yet; "
                                 "see long_run_change, and run longer (--set time.stop=…)",
                                 moving.size() > most_named ? fmt::format("{} variables", moving.size())
                                                            : fmt::format("{}", fmt::join(moving, ", ")),
                                 response.long_run_from, response.long_run_until));
  for (std::size_t k = 0; k < width; ++k)
    if (response.long_run.pairs[k] < response.trajectories)
      say(application, fmt::format("{}: {} of {} pairs of trajectories reach the end; effects are over those",
                                   row_name(response, k), response.long_run.pairs[k], response.trajectories));
}

}  // namespace dosde
