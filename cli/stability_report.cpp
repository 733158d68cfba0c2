#include "cli/stability_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "engine/core/number_text.hpp"

namespace dosde {
namespace {

std::string loud(Stability stability) { return stability == Stability::unstable ? "UNSTABLE" : to_string(stability); }

std::string point_text(const StabilityReport& report, const EquilibriumReport& equilibrium) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < report.variables.size(); ++i) {
    // What is far below the residual's and the other coordinates' size is 0.
    const double value = std::fabs(equilibrium.point[i]) < 1e-12 ? 0.0 : equilibrium.point[i];
    parts.push_back(report.variables[i] + " = " + number_text(value, 6));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string search_text(const StabilityReport& report) {
  const std::size_t count = report.equilibria.size();
  std::string text = fmt::format("{} {} from {} starts", count == 0 ? "no" : std::to_string(count),
                                 count == 1 ? "equilibrium" : "equilibria", report.starts);
  if (report.failed > 0) text += fmt::format("; {} found none", report.failed);
  if (report.outside > 0) text += fmt::format("; {} led outside of the bounds", report.outside);
  if (report.further > 0) text += fmt::format("; {} led to further points: these are hardly isolated", report.further);
  return text;
}

void print_equilibrium(const StabilityReport& report, const EquilibriumReport& equilibrium) {
  fmt::print("    {}\n", point_text(report, equilibrium));
  fmt::print(
      "        {}: largest real part {:.5g}, fastest rate {:.5g}, step x fastest {:.4g}{}; from {} starts, "
      "residual {:.1g}\n",
      loud(equilibrium.stability), equilibrium.spectral_abscissa, equilibrium.fastest_rate, equilibrium.step_times_rate,
      equilibrium.step_times_rate > 1.0 ? " (not resolved by this step)" : "", equilibrium.starts,
      equilibrium.residual);
  if (!report.has_state_noise) return;
  const std::string where = equilibrium.is_noise_free ? "; the noise vanishes there" : "";
  if (equilibrium.second_moment_abscissa)
    fmt::print("        second moments: {}{}\n",
               second_moments_in_words(*equilibrium.second_moment_abscissa, equilibrium.mean_square), where);
  else
    fmt::print("        second moments: not told, {}{}\n",
               report.variables.size() > most_second_moment_rows
                   ? fmt::format("more than {} free variables", most_second_moment_rows)
                   : "a loading has no derivative there",
               where);
}

nlohmann::ordered_json to_json(const StabilityReport& report, const EquilibriumReport& equilibrium) {
  nlohmann::ordered_json point;
  for (std::size_t i = 0; i < report.variables.size(); ++i)
    point[report.variables[i]] = json_number(equilibrium.point[i]);
  nlohmann::ordered_json told = {{"point", point},
                                 {"residual", json_number(equilibrium.residual)},
                                 {"starts", equilibrium.starts},
                                 {"stability", to_string(equilibrium.stability)},
                                 {"spectral_abscissa", json_number(equilibrium.spectral_abscissa)},
                                 {"fastest_rate", json_number(equilibrium.fastest_rate)},
                                 {"step_times_rate", json_number(equilibrium.step_times_rate)},
                                 {"noise_vanishes", equilibrium.is_noise_free}};
  if (equilibrium.second_moment_abscissa) {
    told["second_moment_abscissa"] = json_number(*equilibrium.second_moment_abscissa);
    told["mean_square"] = to_string(equilibrium.mean_square);
  }
  return told;
}

}  // namespace

std::string second_moments_in_words(double abscissa, Stability stability) {
  return fmt::format("{}, growth rate {:.5g}", loud(stability), abscissa);
}

void print_stability(const std::vector<StabilityReport>& reports) {
  for (const auto& report : reports) {
    fmt::print("scenario '{}' from t = {}{}\n", report.scenario, number_text(report.start, 6),
               report.is_frozen ? ", its drift frozen at that time" : "");
    if (report.variables.empty()) {
      fmt::print("    every variable is held\n");
      continue;
    }
    fmt::print("    {}\n", search_text(report));
    for (const auto& equilibrium : report.equilibria) print_equilibrium(report, equilibrium);
  }
}

nlohmann::ordered_json to_json(const std::vector<StabilityReport>& reports) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const auto& report : reports) {
    nlohmann::ordered_json equilibria = nlohmann::ordered_json::array();
    for (const auto& equilibrium : report.equilibria) equilibria.push_back(to_json(report, equilibrium));
    all.push_back({{"scenario", report.scenario},
                   {"start", report.start},
                   {"frozen", report.is_frozen},
                   {"variables", report.variables},
                   {"state_dependent_noise", report.has_state_noise},
                   {"starts", report.starts},
                   {"failed", report.failed},
                   {"outside_bounds", report.outside},
                   {"further", report.further},
                   {"equilibria", equilibria}});
  }
  return all;
}

}  // namespace dosde
