#include "io/response/response_layout.hpp"

namespace dosde {
namespace {

constexpr auto character = ElementType::character;
constexpr auto int64 = ElementType::int64;
constexpr auto float64 = ElementType::float64;

std::vector<DatasetSpec> effect_matrices() {
  const std::vector<std::string> at = {"horizon", "variable", "intervened"};
  const std::vector<std::string> matrix = {"variable", "intervened"};
  const std::vector<std::string> direct = {"variable", "parent"};
  const std::vector<std::string> of_source = {"source", "variable", "parent"};
  return {
      {"total_effect", float64, at, "effect on the mean at that time"},
      {"total_error", float64, at, "its standard error"},
      {"variance_effect", float64, at, "effect on the variance at that time, not per unit"},
      {"variance_error", float64, at, "its standard error"},
      {"long_run_effect", float64, matrix, "effect on the mean, averaged over the long run"},
      {"long_run_error", float64, matrix, "its standard error"},
      {"long_run_variance_effect", float64, matrix,
       "effect on the variance over trajectories and times of the long run"},
      {"long_run_variance_error", float64, matrix, "its standard error"},
      {"long_run_change", float64, matrix, "effect in the last quarter of the long run minus that in its first"},
      {"long_run_change_error", float64, matrix, "its standard error"},
      {"direct_drift", float64, direct,
       "derivative of the variable's drift by the parent, over the states of the long run"},
      {"direct_drift_error", float64, direct, "its standard error"},
      {"direct_noise", float64, of_source,
       "derivative of the variable's loading on the source by the parent, over the same states"},
      {"direct_noise_error", float64, of_source, "its standard error"},
  };
}

}  // namespace

ResultLayout describe_response_layout(const ResponseSizes& sizes) {
  ResultLayout layout;
  layout.add_dimension("variable", sizes.variables, true);
  layout.add_dimension("intervened", sizes.intervened, true);
  layout.add_dimension("parent", sizes.variables, true);
  layout.add_dimension("horizon", sizes.horizons, true);
  layout.add_dimension("source", sizes.sources, true);
  layout.add_dimension("name_length", sizes.name_length, false);
  layout.add_dimension("scenario_text_length", sizes.scenario_text_length, false);
  layout.add_dimension("resolved_text_length", sizes.resolved_text_length, false);
  layout.add_dimension("command_line_length", sizes.command_line_length, false);
  layout.add_datasets({
      {"variable", character, {"variable", "name_length"}, "variable that responds"},
      {"intervened", character, {"intervened", "name_length"}, "variable that is intervened on"},
      {"parent", character, {"parent", "name_length"}, "variable, as the parent of an edge"},
      {"horizon", float64, {"horizon"}, "model time"},
      {"source", character, {"source", "name_length"}, "noise source"},
      {"value", float64, {"intervened"}, "long-run mean of the variable in the reference"},
      {"size", float64, {"intervened"}, "size of the intervention"},
      {"reference_mean", float64, {"variable"}, "long-run mean in the reference"},
      {"reference_deviation", float64, {"variable"}, "long-run standard deviation there"},
      {"pairs", int64, {"horizon", "intervened"}, "trajectories alive in both at that time"},
      {"long_run_pairs", int64, {"intervened"}, "trajectories that reach the end in both"},
  });
  layout.add_datasets(effect_matrices());
  layout.add_datasets(provenance_texts("the command that made this file"));
  return layout;
}

}  // namespace dosde
