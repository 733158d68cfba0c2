#include "io/abstraction/abstraction_layout.hpp"

namespace dosde {
namespace {

constexpr auto character = ElementType::character;
constexpr auto int64 = ElementType::int64;
constexpr auto float64 = ElementType::float64;

std::vector<DatasetSpec> distances() {
  const std::vector<std::string> at = {"diagram", "window"};
  std::vector<DatasetSpec> all;
  const auto add = [&](const std::string& name, const std::string& description) {
    all.push_back({name + "_distance", float64, at, description});
    all.push_back({name + "_error", float64, at, "its Monte Carlo standard error"});
    all.push_back({name + "_floor", float64, at, "root mean square of what equal laws would show"});
  };
  add("mean", "length of the gap of means");
  add("gaussian", "Wasserstein distance of order 2 of normal laws with the same moments");
  add("mmd", "maximum mean discrepancy");
  add("energy", "energy distance");
  all.push_back({"exact_mean", float64, at, "mean_distance of the equations themselves"});
  all.push_back({"exact_gaussian", float64, at, "gaussian_distance of the equations themselves"});
  return all;
}

}  // namespace

ResultLayout describe_abstraction_layout(const AbstractionSizes& sizes) {
  ResultLayout layout;
  layout.add_dimension("diagram", sizes.diagrams, true);
  layout.add_dimension("window", sizes.windows, true);
  layout.add_dimension("variable", sizes.variables, true);
  layout.add_dimension("assigned", sizes.assignments, true);
  layout.add_dimension("name_length", sizes.name_length, false);
  layout.add_dimension("formula_length", sizes.formula_length, false);
  layout.add_dimension("remark_length", sizes.remark_length, false);
  layout.add_dimension("scenario_text_length", sizes.scenario_text_length, false);
  layout.add_dimension("resolved_text_length", sizes.resolved_text_length, false);
  layout.add_dimension("command_line_length", sizes.command_line_length, false);
  layout.add_dimension("macro_text_length", sizes.macro_text_length, false);
  const std::vector<std::string> each = {"diagram", "window", "variable"};
  layout.add_datasets({
      {"diagram", character, {"diagram", "name_length"}, "micro scenario"},
      {"window", float64, {"window"}, "model time at which the window ends"},
      {"variable", character, {"variable", "name_length"}, "macro variable"},
      {"assigned", character, {"assigned", "name_length"}, "variable of the derived model"},
      {"macro_scenario", character, {"diagram", "name_length"}, "macro scenario"},
      {"window_from", float64, {"window"}, "model time at which the window begins"},
      {"formula", character, {"variable", "formula_length"}, "the variable as a formula of micro variables"},
      {"assignment", character, {"assigned", "formula_length"}, "what the derived model assigns to the variable"},
      {"remark", character, {"diagram", "remark_length"}, "what to know before trusting the numbers"},
      {"micro_trajectories", int64, {"diagram", "window"}, "trajectories of the micro model that live"},
      {"macro_trajectories", int64, {"diagram", "window"}, "trajectories of the macro model that live"},
      {"micro_mean", float64, each, "mean after simulating and mapping"},
      {"macro_mean", float64, each, "mean of the macro model; of a derived one its solution without noise"},
      {"gap", float64, each, "micro_mean minus macro_mean"},
      {"gap_error", float64, each, "its standard error"},
  });
  layout.add_datasets(distances());
  layout.add_datasets(provenance_texts("the command that made this file"));
  layout.add_datasets(
      {{"provenance/macro_text", character, {"macro_text_length"}, "the macro scenario with every default"}});
  return layout;
}

}  // namespace dosde
