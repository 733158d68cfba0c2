// The table of dimensions and datasets. The names are the public contract; README.md beside this file lists them.
#include <limits>

#include "io/result/layout.hpp"

namespace dosde {
namespace {

constexpr auto character = ElementType::character;
constexpr auto int8 = ElementType::int8;
constexpr auto uint8 = ElementType::uint8;
constexpr auto int32 = ElementType::int32;
constexpr auto uint32 = ElementType::uint32;
constexpr auto int64 = ElementType::int64;
constexpr auto float64 = ElementType::float64;

void add_dimensions(ResultLayout& layout, const ResultSizes& sizes) {
  layout.add_dimension("scenario", sizes.scenarios, true);
  layout.add_dimension("trajectory", sizes.trajectories, true);
  // One dimension has one length: where only the first n trajectories are stored, states have an axis of their own.
  layout.add_dimension("kept_trajectory", sizes.kept < sizes.trajectories ? sizes.kept : 0, true);
  layout.add_dimension("time", sizes.times, true);
  layout.add_dimension("variable", sizes.columns, true);
  // xarray wants the axes of a matrix to differ.
  layout.add_dimension("covariable", sizes.is_law ? sizes.columns : 0, true);
  layout.add_dimension("child", sizes.columns_are_variables ? 0 : sizes.variables, true);
  layout.add_dimension("parent", sizes.variables, true);
  layout.add_dimension("source", sizes.sources, true);
  layout.add_dimension("param", sizes.parameters, true);
  layout.add_dimension("regime", sizes.regimes, true);
  layout.add_dimension("sweep_axis", sizes.sweep_axes, true);
  layout.add_dimension("quantile", sizes.quantiles, true);
  layout.add_dimension("intervention", sizes.interventions, true);
  layout.add_dimension("unit", sizes.units, false);
  layout.add_dimension("moment", 5, false);
  layout.add_dimension("piece", unit_piece_count, false);
  layout.add_dimension("attempt", attempt_capacity, false);
  layout.add_dimension("name_length", sizes.name_length, false);
  layout.add_dimension("text_length", sizes.text_length, false);
  layout.add_dimension("host_length", host_name_length, false);
  layout.add_dimension("scenario_text_length", sizes.scenario_text_length, false);
  layout.add_dimension("resolved_text_length", sizes.resolved_text_length, false);
  layout.add_dimension("command_line_length", sizes.command_line_length, false);
  layout.add_dimension("checksums_length", sizes.checksums_length, false);
  if (sizes.shards == 0) return;
  layout.add_dimension("shard", sizes.shards, false);
  layout.add_dimension("shard_name_length", sizes.shard_name_length, false);
  layout.add_dimension("work_unit", sizes.work_units(), false);
}

std::vector<DatasetSpec> all_datasets(const ResultSizes& sizes) {
  const auto index_type = sizes.trajectories > std::numeric_limits<std::int32_t>::max() ? int64 : int32;
  const char* kept = sizes.kept < sizes.trajectories ? "kept_trajectory" : "trajectory";
  const char* child = sizes.columns_are_variables ? "variable" : "child";
  std::vector<DatasetSpec> table = {
      // Coordinates.
      {"scenario", int32, {"scenario"}, "number of the scenario"},
      {"trajectory", index_type, {"trajectory"}, "number of the trajectory"},
      {"kept_trajectory", index_type, {"kept_trajectory"}, "number of the trajectory whose states are stored"},
      {"time", float64, {"time"}, "model time"},
      {"variable", character, {"variable", "name_length"}, "saved variable or observable"},
      {"covariable", character, {"covariable", "name_length"}, "saved variable or observable, as the other of two"},
      {"child", character, {"child", "name_length"}, "variable of the model, as the child of an edge"},
      {"parent", character, {"parent", "name_length"}, "variable of the model, as the parent of an edge"},
      {"source", character, {"source", "name_length"}, "noise source"},
      {"param", character, {"param", "name_length"}, "parameter"},
      {"regime", int32, {"regime"}, "number of the regime: a span of one scenario with constant mechanisms"},
      {"sweep_axis", character, {"sweep_axis", "name_length"}, "key of the scenario file that the sweep varies"},
      {"quantile", float64, {"quantile"}, "probability of the quantile"},
      {"intervention", int32, {"intervention"}, "row of the table of interventions"},
      // Labels.
      {"scenario_name", character, {"scenario", "name_length"}, "name of the scenario"},
      {"base_scenario", int32, {"scenario"}, "the same scenario at the first point of the sweep"},
      {"param_value", float64, {"scenario", "param"}, "value of the parameter; NaN where it is drawn per trajectory"},
      {"sweep_value",
       float64,
       {"scenario", "sweep_axis"},
       "value of the axis at the scenario's point; its position in the list where the axis has words"},
      {"variable_unit", character, {"variable", "name_length"}, "unit of the saved variable"},
      {"variable_description", character, {"variable", "text_length"}, "description of the saved variable"},
      {"observed", int8, {child}, "1: the variable of the model is observed; 0: latent"},
      // Graphs: row = child, column = parent.
      {"drift_edges", int8, {"regime", child, "parent"}, "1: the parent enters the child's drift"},
      {"drift_sign", int8, {"regime", child, "parent"}, "sign of the effect on the drift; 0: none or not proven"},
      {"diffusion_edges", int8, {"regime", child, "parent"}, "1: the parent enters a noise loading of the child"},
      {"shared_noise", int8, {"regime", child, "parent"}, "1: a noise source enters both rows"},
      {"noise_loading", int8, {"regime", child, "source"}, "1: the source enters the row"},
      {"clamped", int8, {"regime", child}, "1: held by an intervention"},
      {"regime_scenario", int32, {"regime"}, "scenario of the regime"},
      {"regime_start", float64, {"regime"}, "model time at which the regime begins"},
      // Interventions, one row each.
      {"intervention_scenario", int32, {"intervention"}, "scenario that the intervention belongs to"},
      {"intervention_kind", character, {"intervention", "name_length"}, "kind of intervention"},
      {"intervention_target", character, {"intervention", "name_length"}, "variable or parameter acted upon"},
      {"intervention_from",
       float64,
       {"intervention"},
       "start of the window, first time of an impulse; -inf: from the start"},
      {"intervention_until", float64, {"intervention"}, "end of the window, exclusive; inf: to the end"},
      {"intervention_every", float64, {"intervention"}, "period of repetition; NaN: not repeated"},
      {"intervention_value", float64, {"intervention"}, "its number; NaN where it is a formula, a law or several"},
      {"intervention_expression", character, {"intervention", "text_length"}, "its arguments as written in TOML"},
  };
  const auto add = [&table](bool wanted, DatasetSpec dataset) {
    if (wanted) table.push_back(std::move(dataset));
  };
  add(sizes.has_sweep_words, {"sweep_word",
                              character,
                              {"scenario", "sweep_axis", "name_length"},
                              "value of an axis whose values are words; empty where they are numbers"});
  add(sizes.has_shared_graphs, {"graph_scenario",
                                int32,
                                {"scenario"},
                                "the scenario whose regimes (where regime_scenario is it) are this one's too"});
  // What the run writes, raw.
  constexpr auto with_unit = Written::with_unit;
  constexpr auto at_end = Written::at_end;
  constexpr auto with_attempt = Written::with_attempt;
  add(true, {"status", uint8, {"scenario", "trajectory"}, "how the trajectory stands", with_unit});
  add(true, {"end_time", float64, {"scenario", "trajectory"}, "model time at which the trajectory ended", with_unit});
  add(true, {"end_variable",
             int32,
             {"scenario", "trajectory"},
             "position on the axis `parent` of the variable through which it ended; -1: none",
             with_unit});
  add(sizes.kept > 0,
      {"crc32c", uint32, {"scenario", kept}, "CRC-32C of the bytes of the trajectory's states", with_unit});
  add(true,
      {"reflections", int64, {"scenario"}, "reflections at bounds of the trajectories that did not diverge", at_end});
  const std::vector<std::string> summary = {"scenario", "time", "variable"};
  add(sizes.has_moments(), {"count", int64, summary, "trajectories alive at that time", at_end});
  add(sizes.mean && !sizes.is_law, {"mean", float64, summary, "mean over the trajectories alive at that time", at_end});
  add(sizes.variance && !sizes.is_law,
      {"variance", float64, summary, "unbiased variance over the trajectories alive at that time", at_end});
  add(sizes.mean && sizes.is_law, {"mean", float64, summary, "mean of the law, from its equation"});
  add(sizes.variance && sizes.is_law, {"variance", float64, summary, "variance of the law, from its equation"});
  add(sizes.is_law, {"covariance",
                     float64,
                     {"scenario", "time", "variable", "covariable"},
                     "covariance of the law, from its equation"});
  add(sizes.extremes, {"minimum", float64, summary, "minimum over the trajectories alive at that time", at_end});
  add(sizes.extremes, {"maximum", float64, summary, "maximum over the trajectories alive at that time", at_end});
  add(sizes.quantiles > 0, {"quantiles",
                            float64,
                            {"scenario", "quantile", "time", "variable"},
                            "exact quantiles over the stored trajectories alive at that time",
                            at_end});
  add(true,
      {"units/reflections", int64, {"unit", "scenario"}, "reflections at bounds, a range of trajectories", with_unit});
  add(sizes.has_moments(), {"units/partials",
                            float64,
                            {"unit", "scenario", "time", "variable", "moment"},
                            "a node of the summary tree for each range of trajectories",
                            with_unit});
  add(true, {"units/first", int64, {}, "first work unit that this file is for"});
  add(true, {"units/end", int64, {}, "the work unit after the last that this file is for"});
  add(true, {"units/crc32c",
             uint32,
             {"unit", "scenario", "piece"},
             "CRC-32C of what a work unit wrote into each of `pieces`",
             with_unit});
  add(true,
      {"shards/file", character, {"shard", "shard_name_length"}, "a file that holds work units, from this folder"});
  add(true, {"shards/bytes", int64, {"shard"}, "size of the file"});
  add(true, {"shards/units", int64, {"shard"}, "finished work units that are taken from it"});
  add(true, {"shards/crc32c", uint32, {"shard"}, "CRC-32C of their numbers and of their rows of units/crc32c"});
  add(true, {"shards/owner", int32, {"work_unit"}, "position on the axis `shard` of who holds the unit; -1: nobody"});
  add(sizes.shards > 0,
      {"shards/tied", uint8, {}, "1: this file shows all that the shards hold; 0: a job is or was at work", at_end});
  for (DatasetSpec& text : provenance_texts("the command that made this file")) add(true, std::move(text));
  add(true, {"provenance/checksums",
             character,
             {"checksums_length"},
             "checksums of everything written before the run",
             Written::as_checksum_list});
  const auto add_attempt = [&add](const char* name, ElementType type, const char* description) {
    add(true, {std::string("provenance/attempt_") + name, type, {"attempt"}, description, with_attempt});
  };
  add_attempt("start", float64, "when it began, seconds since 1970 UTC; 0: no attempt");
  add_attempt("end", float64, "when it ended; 0: still running, or killed");
  add_attempt("exit_code", int32, "exit code of the program; -1: still running, or killed");
  add_attempt("ranks", int32, "processes that took part");
  add_attempt("units", int64, "work units finished");
  add_attempt("compute_seconds", float64, "time spent computing");
  add_attempt("write_seconds", float64, "time spent writing");
  add_attempt("finalise_seconds", float64, "time spent on summaries");
  add(true,
      {"provenance/attempt_host", character, {"attempt", "host_length"}, "machine of the first process", with_attempt});
  add_attempt("crc32c", uint32, "CRC-32C of the other columns of the row, in alphabetical order");
  // Large and last, so that what people look at first stands close together.
  add(sizes.kept > 0, {"state",
                       sizes.state_type,
                       {"scenario", kept, "time", "variable"},
                       "saved states; NaN after divergence",
                       with_unit});
  add(true, {"complete", uint8, {}, "1: every work unit is done and summarised", at_end});
  return table;
}

}  // namespace

ResultLayout describe_layout(const ResultSizes& sizes) {
  ResultLayout layout;
  add_dimensions(layout, sizes);
  layout.add_datasets(all_datasets(sizes));
  return layout;
}

}  // namespace dosde
