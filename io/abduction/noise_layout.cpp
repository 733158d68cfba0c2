#include "io/abduction/noise_layout.hpp"

namespace dosde {

ResultLayout describe_noise_layout(const NoiseSizes& sizes) {
  constexpr auto character = ElementType::character;
  constexpr auto int8 = ElementType::int8;
  constexpr auto int32 = ElementType::int32;
  constexpr auto float64 = ElementType::float64;
  ResultLayout layout;
  layout.add_dimension("trajectory", sizes.trajectories, true);
  layout.add_dimension("observed", sizes.observed, true);
  layout.add_dimension("time", sizes.cells, true);
  layout.add_dimension("source", sizes.sources, true);
  layout.add_dimension("variable", sizes.variables, true);
  layout.add_dimension("row", sizes.rows, true);
  layout.add_dimension("name_length", sizes.name_length, false);
  layout.add_dimension("scenario_text_length", sizes.scenario_text_length, false);
  layout.add_dimension("resolved_text_length", sizes.resolved_text_length, false);
  layout.add_dimension("command_line_length", sizes.command_line_length, false);
  layout.add_datasets({
      {"trajectory", int32, {"trajectory"}, "trajectory of a run that meets this noise"},
      {"observed", int32, {"observed"}, "observed trajectory"},
      {"time", float64, {"time"}, "model time at which the step begins"},
      {"source", character, {"source", "name_length"}, "noise source"},
      {"variable", character, {"variable", "name_length"}, "variable whose start is known"},
      {"row", character, {"row", "name_length"}, "variable of the model"},
      {"observed_trajectory", int32, {"trajectory"}, "observed trajectory whose noise this is"},
      {"increment", float64, {"trajectory", "time", "source"}, "increment of the source over the step"},
      {"initial", float64, {"trajectory", "variable"}, "state at the start, before impulses"},
      {"determined", int8, {"observed", "time", "source"}, "1: the path says the increment; 0: it is drawn"},
      {"variance", float64, {"source"}, "of the whitened increments; 1 is expected"},
      {"variance_chance", float64, {"source"}, "chance of a variance as far from 1"},
      {"autocorrelation", float64, {"source"}, "of neighbouring increments"},
      {"autocorrelation_chance", float64, {"source"}, "chance of autocorrelations as large, lags 1 to 10"},
      {"residual", float64, {"row"}, "largest part of a step that no noise explains"},
      {"roundings", float64, {"row"}, "the same in rounding errors"},
      {"residual_time", float64, {"row"}, "where that is"},
  });
  if (sizes.particles > 0)
    layout.add_datasets({
        {"effective_sample_size",
         float64,
         {"observed", "time"},
         "independent draws that the particles of the step are worth"},
        {"weight",
         float64,
         {"trajectory", "time"},
         "weight of the particle that was picked as this draw; 1 on average over particles"},
    });
  layout.add_datasets(provenance_texts("the command that made this file"));
  return layout;
}

}  // namespace dosde
