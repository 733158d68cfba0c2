#include "io/response/response_layout.hpp"

namespace dosde {
namespace {

constexpr auto character = ElementType::character;
constexpr auto int64 = ElementType::int64;
constexpr auto float64 = ElementType::float64;

void add_effects(ResultLayout& layout) {
  const auto add = [&layout](const char* name, std::vector<std::string> dimensions, const char* description) {
    layout.datasets.push_back({name, float64, std::move(dimensions), description});
  };
  const std::vector<std::string> at = {"horizon", "variable", "intervened"};
  add("total_effect", at, "effect on the mean at that time");
  add("total_error", at, "its standard error");
  add("variance_effect", at, "effect on the variance at that time, not per unit");
  add("variance_error", at, "its standard error");
  const std::vector<std::string> matrix = {"variable", "intervened"};
  add("long_run_effect", matrix, "effect on the mean, averaged over the long run");
  add("long_run_error", matrix, "its standard error");
  add("long_run_variance_effect", matrix, "effect on the variance over trajectories and times of the long run");
  add("long_run_variance_error", matrix, "its standard error");
  add("long_run_change", matrix, "effect in the last quarter of the long run minus that in its first");
  add("long_run_change_error", matrix, "its standard error");
  const std::vector<std::string> direct = {"variable", "parent"};
  add("direct_drift", direct, "derivative of the variable's drift by the parent, over the states of the long run");
  add("direct_drift_error", direct, "its standard error");
}

}  // namespace

ResultLayout describe_response_layout(const ResponseSizes& sizes) {
  ResultLayout layout;
  layout.dimensions = {{"variable", sizes.variables, true},
                       {"intervened", sizes.intervened, true},
                       {"parent", sizes.variables, true},
                       {"horizon", sizes.horizons, true}};
  if (sizes.sources > 0) layout.dimensions.push_back({"source", sizes.sources, true});
  for (const auto& [name, length] :
       {std::pair("name_length", sizes.name_length), std::pair("scenario_text_length", sizes.scenario_text_length),
        std::pair("resolved_text_length", sizes.resolved_text_length),
        std::pair("command_line_length", sizes.command_line_length)})
    layout.dimensions.push_back({name, length, false});
  layout.datasets = {
      {"variable", character, {"variable", "name_length"}, "variable that responds"},
      {"intervened", character, {"intervened", "name_length"}, "variable that is intervened on"},
      {"parent", character, {"parent", "name_length"}, "variable, as the parent of an edge"},
      {"horizon", float64, {"horizon"}, "model time"},
  };
  if (sizes.sources > 0) layout.datasets.push_back({"source", character, {"source", "name_length"}, "noise source"});
  layout.datasets.push_back({"value", float64, {"intervened"}, "long-run mean of the variable in the reference"});
  layout.datasets.push_back({"size", float64, {"intervened"}, "size of the intervention"});
  layout.datasets.push_back({"reference_mean", float64, {"variable"}, "long-run mean in the reference"});
  layout.datasets.push_back({"reference_deviation", float64, {"variable"}, "long-run standard deviation there"});
  layout.datasets.push_back({"pairs", int64, {"horizon", "intervened"}, "trajectories alive in both at that time"});
  layout.datasets.push_back({"long_run_pairs", int64, {"intervened"}, "trajectories that reach the end in both"});
  add_effects(layout);
  if (sizes.sources > 0) {
    const std::vector<std::string> axes = {"source", "variable", "parent"};
    layout.datasets.push_back(
        {"direct_noise", float64, axes,
         "derivative of the variable's loading on the source by the parent, over the same states"});
    layout.datasets.push_back({"direct_noise_error", float64, axes, "its standard error"});
  }
  layout.datasets.push_back({"provenance/scenario_text", character, {"scenario_text_length"}, "the scenario file"});
  layout.datasets.push_back(
      {"provenance/scenario_resolved", character, {"resolved_text_length"}, "the scenario with every default"});
  layout.datasets.push_back(
      {"provenance/command_line", character, {"command_line_length"}, "the command that made this file"});
  return layout;
}

}  // namespace dosde
