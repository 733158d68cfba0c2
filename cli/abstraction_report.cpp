#include "cli/abstraction_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "io/abstraction/write_abstraction_file.hpp"

namespace dosde {
namespace {

std::string cell(const DistanceEstimate& estimate) {
  if (std::isnan(estimate.value)) return "-";
  // What rounding leaves of equal states is nothing.
  if (estimate.value < 1e-9) return fmt::format("0 ({:.1g})", estimate.floor < 1e-9 ? 0.0 : estimate.floor);
  return fmt::format("{:.4g} ± {:.1g} ({:.1g})", estimate.value, estimate.error, estimate.floor);
}

std::string exact_cell(double value) {
  return std::isnan(value) ? "-" : fmt::format("{:.6g}", value < 1e-9 ? 0.0 : value);
}

std::string window_text(const LawWindow& window) {
  return window.from == window.until ? fmt::format("t = {}", window.until)
                                     : fmt::format("t from {} to {}", window.from, window.until);
}

std::string name_of(const ScenarioPair& pair) {
  return pair.micro == pair.macro ? pair.micro : pair.micro + " = " + pair.macro;
}

nlohmann::ordered_json to_json(const DistanceEstimate& estimate) {
  return {{"distance", json_number(estimate.value)},
          {"error", json_number(estimate.error)},
          {"floor", json_number(estimate.floor)}};
}

nlohmann::ordered_json numbers(const std::vector<double>& values) {
  nlohmann::ordered_json row = nlohmann::ordered_json::array();
  for (const double value : values) row.push_back(json_number(value));
  return row;
}

nlohmann::ordered_json to_json(const DiagramGap& gap) {
  return {{"micro_trajectories", gap.micro_trajectories},
          {"macro_trajectories", gap.macro_trajectories},
          {"micro_mean", numbers(gap.micro_mean)},
          {"macro_mean", numbers(gap.macro_mean)},
          {"gap", numbers(gap.gap)},
          {"gap_error", numbers(gap.gap_error)},
          {"mean", to_json(gap.mean)},
          {"gaussian", to_json(gap.gaussian)},
          {"mmd", to_json(gap.kernel)},
          {"energy", to_json(gap.energy)},
          {"exact_mean", json_number(gap.exact_mean)},
          {"exact_gaussian", json_number(gap.exact_gaussian)}};
}

}  // namespace

void print_abstraction(const Abstraction& abstraction) {
  if (abstraction.form == MacroForm::equilibrium_scm) {
    fmt::print("the structural causal model at equilibrium, with the noise of '{}'\n", abstraction.reference);
    for (const ScmAssignment& assignment : abstraction.scm)
      fmt::print("  {} = {} + noise\n", assignment.variable, assignment.formula);
  }
  std::size_t width = 12;
  for (const Diagram& diagram : abstraction.diagrams) width = std::max(width, name_of(diagram.scenarios).size());
  for (std::size_t window = 0; window < abstraction.windows.size(); ++window) {
    fmt::print("{}: distance ± error (floor: what equal laws would show) of {}\n",
               window_text(abstraction.windows[window]), fmt::join(abstraction.variables, ", "));
    fmt::print("  {:<{}} {:>26} {:>26} {:>26} {:>26} {:>10} {:>10}\n", "", width, "means", "Gaussian W2", "MMD",
               "energy", "exact mean", "exact W2");
    for (const Diagram& diagram : abstraction.diagrams) {
      const DiagramGap& gap = diagram.at[window];
      fmt::print("  {:<{}} {:>26} {:>26} {:>26} {:>26} {:>10} {:>10}\n", name_of(diagram.scenarios), width,
                 cell(gap.mean), cell(gap.gaussian), cell(gap.kernel), cell(gap.energy), exact_cell(gap.exact_mean),
                 exact_cell(gap.exact_gaussian));
    }
  }
}

nlohmann::ordered_json to_json(const Abstraction& abstraction, const std::string& file) {
  using Json = nlohmann::ordered_json;
  Json windows = Json::array(), diagrams = Json::array(), assignments = Json::array(), map = Json::object();
  for (const LawWindow& window : abstraction.windows)
    windows.push_back({{"from", window.from}, {"until", window.until}});
  for (const Diagram& diagram : abstraction.diagrams) {
    Json at = Json::array();
    for (const DiagramGap& gap : diagram.at) at.push_back(to_json(gap));
    diagrams.push_back({{"micro", diagram.scenarios.micro},
                        {"macro", diagram.scenarios.macro},
                        {"at", at},
                        {"remarks", diagram.remarks}});
  }
  for (const ScmAssignment& assignment : abstraction.scm)
    assignments.push_back(
        {{"variable", assignment.variable}, {"formula", assignment.formula}, {"is_symbolic", assignment.is_symbolic}});
  for (std::size_t v = 0; v < abstraction.variables.size(); ++v)
    map[abstraction.variables[v]] = abstraction.formulas[v];
  return {{"file", file},
          {"macro_form", to_string(abstraction.form)},
          {"sampling", abstraction.sampling == Sampling::paired ? "paired" : "independent"},
          {"map", map},
          {"reference", abstraction.reference},
          {"assignments", assignments},
          {"windows", windows},
          {"diagrams", diagrams},
          {"exact_objection", abstraction.exact_objection},
          {"diverged", abstraction.diverged}};
}

void report_abstraction(const Abstraction& abstraction, const Application& application) {
  for (const Diagram& diagram : abstraction.diagrams)
    for (const std::string& remark : diagram.remarks)
      say(application, fmt::format("{}: {}", name_of(diagram.scenarios), remark));
  if (!abstraction.exact_objection.empty())
    say(application, fmt::format("no exact distances are known: {}", abstraction.exact_objection));
}

}  // namespace dosde
