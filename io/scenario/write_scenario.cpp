#include "io/scenario/write_scenario.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "engine/solvers/registry.hpp"
#include "io/scenario/read_time.hpp"
#include "io/scenario/sweep_reading.hpp"
#include "io/scenario/toml_text.hpp"
#include "io/scenario/value_text.hpp"

namespace dosde {
namespace {

double to_15_digits(double number) { return std::strtod(fmt::format("{:.15g}", number).c_str(), nullptr); }

/// A step time with at most 15 digits, so that 30*0.01 reads 0.3: it names the same step.
std::string time_text(double time) { return toml_number(to_15_digits(time)); }

/// save_every and burn_in where they say the same, else save_at.
std::string saves_text(const SaveGrid& saves, const TimeGrid& grid) {
  const auto& times = saves.times;
  const double first = to_15_digits(times.empty() ? 0.0 : times[0] - grid.start);
  const double every = times.size() > 1 ? to_15_digits(times[1] - times[0]) : first;
  const double expected = every > 0.0 ? (grid.stop() - grid.start - first) / every + 1.0 : 0.0;
  const bool may_be_regular = every > 0.0 && std::abs(expected - static_cast<double>(times.size())) < 2.0;
  if (may_be_regular && strided_times(grid, every, first) == times)
    return "save_every = " + toml_number(every) + "\nburn_in = " + toml_number(first) + '\n';
  std::vector<double> written;
  for (const double time : times)  // 15 digits where they name the same time
    written.push_back(snap_to_step(grid, to_15_digits(time)) == time ? to_15_digits(time) : time);
  return "save_at = " + numbers_text(written) + '\n';
}

std::string steps_text(const std::optional<StepControl>& control) {
  if (!control) return "steps = \"fixed\"\n";
  std::string text = "steps = \"adaptive\"\nrelative_tolerance = " + toml_number(control->relative_tolerance) +
                     "\nabsolute_tolerance = " + toml_number(control->absolute_tolerance) + '\n';
  if (control->smallest_step > 0.0) text += "smallest_step = " + toml_number(control->smallest_step) + '\n';
  const auto add_own = [&text](const std::string& key, const std::map<std::string, double>& own) {
    if (!own.empty()) text += "\n[solver." + key + "]\n";
    for (const auto& [variable, tolerance] : own) text += toml_key(variable) + " = " + toml_number(tolerance) + '\n';
  };
  add_own("absolute_tolerances", control->absolute_of);
  add_own("relative_tolerances", control->relative_of);
  return text;
}

std::string run_text(const Experiment& experiment) {
  const TimeGrid& grid = experiment.time;
  std::string text = "\n[time]\nstart = " + toml_number(grid.start) + "\nstop = " + time_text(grid.stop()) +
                     "\nstep = " + toml_number(grid.step) + '\n' + saves_text(experiment.saves, grid);
  text += "\n[solver]\nscheme = " + toml_string(experiment.scheme) + '\n' + steps_text(experiment.step_control);
  text += fmt::format("\n[ensemble]\ntrajectories = {}\nseed = {}\npairing = \"{}\"\n", experiment.trajectories,
                      experiment.seed, experiment.pairing == Pairing::shared ? "shared" : "independent");
  const double cell = experiment.noise_cell > 0.0 ? experiment.noise_cell : grid.step;
  if (experiment.scheme != moments_name || experiment.world) text += "\n[noise]\n";
  if (experiment.scheme != moments_name) text += "cell = " + toml_number(cell) + '\n';
  return experiment.world ? text + experiment.world->origin : text;
}

std::string argument_text(const Argument& argument) {
  if (const auto* quantity = std::get_if<Quantity>(&argument)) return quantity_text(*quantity);
  if (const auto* text = std::get_if<std::string>(&argument)) return toml_string(*text);
  if (const auto* times = std::get_if<std::vector<double>>(&argument)) return numbers_text(*times);
  return noise_text(std::get<std::vector<NoiseTerm>>(argument), "");
}

std::string intervention_text(const Intervention& intervention) {
  std::string text = "[[scenario.intervention]]\nkind = " + toml_string(intervention.kind) + '\n';
  const bool has_one = intervention.targets.size() == 1;
  if (!intervention.targets.empty())
    text += "target = " + (has_one ? toml_string(intervention.targets[0]) : texts_text(intervention.targets)) + '\n';
  for (const auto& facts : find_intervention_kind(intervention.kind)->arguments) {
    const auto argument = intervention.arguments.find(facts.key);
    if (argument == intervention.arguments.end()) continue;
    text += toml_key(facts.key) + " = " + argument_text(argument->second) + '\n';
  }
  const Window& window = intervention.window;
  if (window.from) text += "from = " + toml_number(*window.from) + '\n';
  if (window.until) text += "until = " + toml_number(*window.until) + '\n';
  if (window.every) text += "every = " + toml_number(*window.every) + '\n';
  if (window.when) text += "when = " + formula_text(*window.when) + '\n';
  if (window.ends_when) text += "ends_when = " + formula_text(*window.ends_when) + '\n';
  return text;
}

std::string output_text(const Experiment& experiment) {
  const OutputRequest& output = experiment.output;
  std::vector<std::string> keep;
  if (output.keep_trajectories) keep.emplace_back("trajectories");
  if (output.keep_mean) keep.emplace_back("mean");
  if (output.keep_variance) keep.emplace_back("variance");
  if (output.keep_extremes) keep.emplace_back("extremes");
  if (!output.quantiles.empty()) keep.emplace_back("quantiles");
  std::string kept = output.keep_trajectories ? "all" : "none";
  if (output.keep_trajectories && output.kept_trajectories >= 0)
    kept = fmt::format("first:{}", output.kept_trajectories);
  std::vector<std::string> variables;
  for (const auto id : output.variables) variables.push_back(experiment.model.variables[id.index()].name);
  std::string text = "\n[output]\nfile = " + toml_string(output.file) +
                     "\nprecision = " + (output.precision == Precision::f32 ? "\"f32\"" : "\"f64\"") +
                     "\nlayout = " + (output.layout == FileLayout::sharded ? "\"sharded\"" : "\"shared\"") +
                     "\nkeep = " + texts_text(keep) + '\n';
  if (!output.quantiles.empty()) text += "quantiles = " + numbers_text(output.quantiles) + '\n';
  text += "variables = " + texts_text(variables) + "\ntrajectories = " + toml_string(kept) + '\n';
  if (!output.observables.empty()) text += "\n[output.observables]\n";
  for (const auto& observable : output.observables) {
    text += toml_key(observable.name) + " = " + formula_text(observable.value) + '\n';
  }
  return text;
}

std::string axis_text(const SweepAxis& axis) {
  if (axis.scale == SweepAxis::Scale::listed) {
    std::string text;
    for (const double value : axis.listed) text += (text.empty() ? "[" : ", ") + axis_value_text(axis, value);
    return text + "]";
  }
  const std::string count = axis.count > 0 ? fmt::format(", n = {}", axis.count) : "";
  return fmt::format("{{ {} = {}{} }}", axis.scale == SweepAxis::Scale::linear ? "linear" : "log",
                     numbers_text({axis.low, axis.high}), count);
}

/// The rows of a table are written as the lists of a zip, so that the text needs no other file.
std::string sweep_text(const Sweep& sweep) {
  if (sweep.is_empty()) return "";
  std::string text = "\n[sweep]\n";
  switch (sweep.design) {
    case SweepDesign::grid:
      text += "design = \"grid\"\n";
      break;
    case SweepDesign::zip:
    case SweepDesign::table:
      text += "design = \"zip\"\n";
      break;
    case SweepDesign::lhs:
      text += fmt::format("design = \"lhs\"\nsamples = {}\n", sweep.samples);
      break;
    case SweepDesign::sobol:
      text += fmt::format("design = \"sobol\"\nsamples = {}\nscramble = {}\n", sweep.samples, sweep.is_scrambled);
      break;
  }
  text += "\n[sweep.axes]\n";
  for (const auto& axis : sweep.axes) text += toml_string(axis.name) + " = " + axis_text(axis) + '\n';
  return text;
}

}  // namespace

std::string write_scenario(const Experiment& experiment) {
  if (experiment.seed > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    throw Error(ErrorKind::usage, "the seed " + std::to_string(experiment.seed) + " is too large for a scenario file",
                "TOML's whole numbers end at 2^63 - 1", "use a smaller seed");
  }
  std::string text = "format = 1\ntitle = " + toml_string(experiment.title) + "\n\n" + write_model(experiment.model);
  text += run_text(experiment);
  for (const auto& scenario : experiment.scenarios) {
    text += "\n[[scenario]]\nname = " + toml_string(scenario.name) +
            "\ndescription = " + toml_string(scenario.description) + '\n';
    for (const auto& intervention : scenario.interventions) text += intervention_text(intervention);
  }
  return text + output_text(experiment) + sweep_text(experiment.sweep);
}

}  // namespace dosde
