#include "cli/plan_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cli/messages.hpp"
#include "cli/progress.hpp"
#include "cli/stability_report.hpp"
#include "engine/analysis/stiffness_warning.hpp"
#include "engine/ensemble/memory_need.hpp"
#include "engine/ensemble/rate_warnings.hpp"
#include "engine/ensemble/recorded_world.hpp"
#include "engine/ensemble/scheme_names.hpp"
#include "engine/ensemble/table_warnings.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/expression/parse.hpp"
#include "engine/solvers/registry.hpp"
#include "io/result/create.hpp"
#include "io/result/summaries.hpp"

namespace dosde {
namespace {

/// "dx = (-x + a*y) dt + (s) dW[x]", or "x = 2 (held)".
std::string equation_of(const Model& model, const std::string& name, const Mechanism& row) {
  if (row.clamp) return fmt::format("{} = {}   (held)", name, to_text(*row.clamp));
  const Mechanism& shown = row.edited ? *row.edited : row;
  std::string text = fmt::format("d{} = ({}) dt", name, to_text(shown.drift));
  for (const auto& term : shown.noise)
    text += fmt::format(" + ({}) {}[{}]", to_text(term.loading), model.find_jump(term.source) == nullptr ? "dW" : "dN",
                        term.source);
  return text;
}

/// "load jumps at the rate x + 1", "when x > 1: the event 'failure'".
std::vector<std::string> happenings_of(const Model& model, const Timeline& timeline, std::size_t mechanisms) {
  std::vector<std::string> lines;
  const HappeningFormulas& formulas = timeline.happening_sets[mechanisms];
  for (std::size_t i = 0; i < model.jumps.size(); ++i)
    lines.push_back(fmt::format("{} jumps at the rate {}", model.jumps[i].name, to_text(formulas.rates[i])));
  for (std::size_t i = 0; i < timeline.happenings.size(); ++i) {
    const Happening& happening = timeline.happenings[i];
    std::string text = fmt::format("when {}: {}", to_text(formulas.conditions[i]), happening.label);
    if (happening.act == HappeningAct::open) text += " begins";
    if (happening.act == HappeningAct::close) text += " ends";
    for (const Move& move : formulas.moves[i])
      text += fmt::format("{} {} = {}", &move == formulas.moves[i].data() ? " sets" : ",",
                          model.variables[move.variable.index()].name, to_text(move.value));
    lines.push_back(text);
  }
  return lines;
}

bool is_latent(const Variable& variable) { return variable.visibility == Visibility::latent; }

std::vector<std::vector<std::string>> cycles_of(const CausalGraph& graph) {
  std::vector<std::vector<std::string>> cycles;
  for (const auto& component : strongly_connected_components(graph)) {
    if (component.size() < 2) continue;
    std::vector<std::string> names;
    for (const auto variable : component) names.push_back(graph.variables[variable.index()]);
    cycles.push_back(names);
  }
  return cycles;
}

void plan_regimes(PlanReport& report, const CompiledRun& run) {
  const std::vector<RegimeStiffness> regimes = examine_regimes(run);
  std::size_t timed = 0;
  for (const auto& regime : regimes) {
    const Timeline& timeline = run.timelines[regime.timeline];
    const MechanismSet& mechanisms = timeline.mechanism_sets[regime.mechanisms];
    PlanReport::RegimePlan plan;
    plan.scenario = regime.scenario;
    plan.start = regime.start;
    plan.open = regime.open;
    plan.stiffness = regime.report;
    if (const auto growth = examine_mean_square(run, timeline, mechanisms, plan.stiffness)) {
      plan.second_moment_abscissa = growth;
      plan.mean_square = judge_stability(*growth, plan.stiffness.fastest_rate);
    }
    for (std::size_t i = 0; i < mechanisms.size(); ++i)
      plan.equations.push_back(equation_of(run.model, run.model.variables[i].name, mechanisms[i]) +
                               (is_latent(run.model.variables[i]) ? "   (latent)" : ""));
    plan.happenings = happenings_of(run.model, timeline, regime.mechanisms);
    plan.components =
        cycles_of(regime.open.empty() ? run.shape.regimes[timed++].graph
                                      : build_causal_graph(run.model, mechanisms, uniform_parameters(run.model)));
    report.regimes.push_back(std::move(plan));
  }
  for (const auto& warnings :
       {warn_of_stiffness(run, regimes), warn_of_drawn_noise(run), warn_of_rates(run), warn_of_tables(run)})
    report.warnings.insert(report.warnings.end(), warnings.begin(), warnings.end());
}

void plan_sweep(PlanReport& report, const CompiledRun& run) {
  for (const auto& axis : run.experiment.sweep.axes) report.axes.push_back({axis.name, axis.target.is_lane_input()});
  report.points = run.shape.points;
  report.program_sets = static_cast<std::int64_t>(run.further_groups.size()) + 1;
  report.unit_points = run.shape.unit_points;
}

/// Steps of the time span, summed over the points of the sweep.
double steps_of_all_points(const CompiledRun& run) {
  double steps = 0.0;
  for (std::int64_t point = 0; point < run.shape.points; ++point)
    steps += static_cast<double>(run.group_of_point(point).experiment.time.last_tick());
  return steps;
}

void print_sweep(const PlanReport& report) {
  if (report.axes.empty()) return;
  fmt::print(
      "sweep    {} points, compiled as {} set{} of programs; the regimes below are of the first, rates at the "
      "middle of the ranges\n",
      report.points, report.program_sets, report.program_sets == 1 ? "" : "s");
  for (const auto& axis : report.axes)
    fmt::print("    {}: {}\n", axis.name,
               axis.is_lane_input ? "an input of lanes; its points share blocks"
                                  : "splits blocks; each of its values is compiled by itself");
  fmt::print("\n");
}

std::string stability_in_words(const StiffnessReport& stiffness) {
  const std::string frozen = stiffness.is_frozen ? fmt::format("drift frozen at t = {:.6g}: ", stiffness.time) : "";
  if (!stiffness.has_equilibrium) return frozen + "no equilibrium found near its path";
  const bool is_unstable = stiffness.stability == Stability::unstable;
  return fmt::format("{}equilibrium ({:.6g}), {} (largest real part of an eigenvalue {:.4g})", frozen,
                     fmt::join(stiffness.equilibrium, ", "), is_unstable ? "UNSTABLE" : to_string(stiffness.stability),
                     stiffness.spectral_abscissa);
}

/// What `run` would refuse before it computes anything, here and now.
void plan_obstacles(PlanReport& report, const CompiledRun& run, const ResultFileRequest& request,
                    const std::string& path) {
  const auto note = [&report](const auto& check) {
    try {
      check();
    } catch (const Error& error) {
      report.obstacles.insert(report.obstacles.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  };
  note([&] { require_memory(run); });
  note([&] { check_output_room(request, path); });
}

void print_work(const PlanReport& report) {
  if (report.scheme == moments_name) {
    fmt::print("\nwork     the equations of mean and covariance of {} scenarios at {} points; no trajectories\n",
               report.scenarios, report.points);
    return;
  }
  fmt::print(
      "\nwork     {} trajectories x {} scenarios{} x {} steps = {:.3g} steps of {} instructions, in {} units of {}{}, "
      "{} lanes a block\n",
      report.trajectories, report.scenarios, report.axes.empty() ? "" : fmt::format(" x {} points", report.points),
      report.steps, report.lane_steps, report.instructions, report.units, report.unit_size,
      report.axes.empty() ? "" : fmt::format(" at {} points", report.unit_points), report.block_width);
  if (report.pieces > 0)
    fmt::print("         steps in which a scenario switches, acts or is saved are taken in pieces by all: {} pieces\n",
               report.pieces);
  if (report.cells_per_step > 1)
    fmt::print("         the noise is defined on cells of {}: a step has {}, whose sums it meets\n",
               time_text(report.noise_cell), report.cells_per_step);
  if (report.steps_per_cell > 1)
    fmt::print("         the noise is defined on cells of {}: {} steps each, {}\n", time_text(report.noise_cell),
               report.steps_per_cell,
               std::has_single_bit(static_cast<std::uint32_t>(report.steps_per_cell))
                   ? "halves of halves of the cell's path"
                   : "which lie anywhere on its path: a power of two of them is cheaper");
  if (report.shortest_step > 0.0)
    fmt::print("         each trajectory halves its steps where its error asks for it, down to {:.3g}\n",
               report.shortest_step);
}

}  // namespace

PlanReport make_plan(const CompiledRun& run, const ResultFileRequest& request, const std::string& path) {
  PlanReport report;
  report.title = run.experiment.title;
  report.noise_class = to_string(run.noise_class.noise_class);
  report.noise_reason = run.noise_class.reason;
  report.scheme = scheme_names(run);
  report.scheme_reason = scheme_reasons(run);
  for (const auto& variable : run.model.variables)
    if (is_latent(variable)) report.latent.push_back(variable.name);
  report.warnings = run.warnings;
  plan_regimes(report, run);
  report.steps = run.experiment.time.step_count;
  if (run.control) report.shortest_step = std::ldexp(run.experiment.time.step, -run.control->halvings);
  report.pieces = static_cast<std::int64_t>(run.pieces.size());
  report.cells_per_step = run.cells_per_step;
  report.steps_per_cell = run.steps_per_cell;
  report.noise_cell = run.cell;
  report.trajectories = run.shape.trajectories;
  report.scenarios = run.shape.base_count();
  report.save_times = static_cast<std::int64_t>(run.shape.save_times.size());
  for (const auto& scenario : run.scenarios)
    for (const auto& regime : scenario.regimes)
      if (regime.step.is_valid())
        report.instructions =
            std::max(report.instructions, static_cast<std::int64_t>(run.programs[regime.step.index()].lanes.size()));
  plan_sweep(report, run);
  report.lane_steps =
      static_cast<double>(report.trajectories) * static_cast<double>(report.scenarios) * steps_of_all_points(run);
  report.block_width = choose_block_width(run);
  report.units = run.shape.unit_count();
  report.unit_size = run.shape.unit_size;
  report.memory_bytes = static_cast<double>(memory_need(run));
  report.file_bytes = static_cast<double>(result_file_bytes(request));
  report.quantile_bytes = static_cast<double>(quantile_bytes(result_sizes(request)));
  plan_obstacles(report, run, request, path);
  for (const auto& program : run.programs) report.listings.push_back(to_text(program));
  return report;
}

void print_plan(const PlanReport& report, int verbosity) {
  fmt::print("{}\n\n", report.title.empty() ? "(no title)" : report.title);
  fmt::print("noise    {}: {}\n", report.noise_class, report.noise_reason);
  fmt::print("scheme   {}: {}\n\n", report.scheme, report.scheme_reason);
  print_sweep(report);
  for (const auto& regime : report.regimes) {
    fmt::print("scenario '{}' from t = {}{}{}\n", regime.scenario, time_text(regime.start),
               regime.open.empty() ? "" : " on, while open: ", fmt::join(regime.open, "; "));
    for (const auto& equation : regime.equations) fmt::print("    {}\n", equation);
    for (const auto& happening : regime.happenings) fmt::print("    {}\n", happening);
    for (const auto& cycle : regime.components) fmt::print("    feedback: {}\n", fmt::join(cycle, ", "));
    fmt::print("    rates: fastest {:.4g}{}, step x fastest {:.4g}{}; {}\n", regime.stiffness.fastest_rate,
               regime.stiffness.is_converted ? " in the Stratonovich form, which the scheme integrates" : "",
               regime.stiffness.step_times_rate,
               regime.stiffness.step_times_rate > 1.0 ? " (not resolved by this step)" : "",
               stability_in_words(regime.stiffness));
    if (regime.second_moment_abscissa)
      fmt::print("    second moments there: {}\n",
                 second_moments_in_words(*regime.second_moment_abscissa, regime.mean_square));
  }
  print_work(report);
  fmt::print("saves    {} times\n", report.save_times);
  fmt::print("memory   {} a rank{}\n", format_bytes(report.memory_bytes),
             report.quantile_bytes == 0.0
                 ? ""
                 : fmt::format("; {} on the first for quantiles, at the end", format_bytes(report.quantile_bytes)));
  fmt::print("disk     {}\n", format_bytes(report.file_bytes));
  for (const auto& warning : report.warnings) fmt::print("{}\n", format_diagnostic(warning));
  if (!report.obstacles.empty()) fmt::print("\nThis run is not possible here:\n");
  for (const auto& obstacle : report.obstacles) fmt::print("{}\n", format_diagnostic(obstacle));
  if (verbosity > 0)
    for (const auto& listing : report.listings) fmt::print("\nprogram\n{}", listing);
}

nlohmann::ordered_json to_json(const PlanReport& report) {
  nlohmann::ordered_json regimes = nlohmann::ordered_json::array();
  for (const auto& regime : report.regimes) {
    nlohmann::ordered_json stiffness = {{"fastest_rate", regime.stiffness.fastest_rate},
                                        {"step_times_rate", regime.stiffness.step_times_rate},
                                        {"is_stratonovich", regime.stiffness.is_converted}};
    if (const auto& oscillation = regime.stiffness.oscillation)
      stiffness["badly_damped"] = {{"damping", -oscillation->rate.real()},
                                   {"frequency", oscillation->rate.imag()},
                                   {"factor", json_number(oscillation->factor)},
                                   {"longest_step", oscillation->longest}};
    if (regime.stiffness.is_frozen) stiffness["frozen_at"] = regime.stiffness.time;
    if (regime.stiffness.has_equilibrium) {
      stiffness["equilibrium"] = regime.stiffness.equilibrium;
      stiffness["spectral_abscissa"] = regime.stiffness.spectral_abscissa;
      stiffness["stability"] = to_string(regime.stiffness.stability);
    }
    if (regime.second_moment_abscissa) {
      stiffness["second_moment_abscissa"] = json_number(*regime.second_moment_abscissa);
      stiffness["mean_square"] = to_string(regime.mean_square);
    }
    regimes.push_back({{"scenario", regime.scenario},
                       {"start", regime.start},
                       {"open", regime.open},
                       {"equations", regime.equations},
                       {"happenings", regime.happenings},
                       {"feedback", regime.components},
                       {"stiffness", stiffness}});
  }
  nlohmann::ordered_json obstacles = nlohmann::ordered_json::array();
  for (const auto& obstacle : report.obstacles) obstacles.push_back(to_json(obstacle));
  nlohmann::ordered_json axes = nlohmann::ordered_json::array();
  for (const auto& axis : report.axes) axes.push_back({{"name", axis.name}, {"lane_input", axis.is_lane_input}});
  nlohmann::ordered_json warnings = nlohmann::ordered_json::array();
  for (const auto& warning : report.warnings) warnings.push_back(to_json(warning));
  return {{"title", report.title},
          {"sweep",
           {{"axes", axes},
            {"points", report.points},
            {"program_sets", report.program_sets},
            {"unit_points", report.unit_points}}},
          {"noise_class", report.noise_class},
          {"noise_reason", report.noise_reason},
          {"scheme", report.scheme},
          {"scheme_reason", report.scheme_reason},
          {"latent", report.latent},
          {"regimes", regimes},
          {"steps", report.steps},
          {"pieces_of_steps", report.pieces},
          {"noise_cell", report.noise_cell},
          {"cells_per_step", report.cells_per_step},
          {"steps_per_cell", report.steps_per_cell},
          {"shortest_step",
           report.shortest_step > 0.0 ? json_number(report.shortest_step) : nlohmann::ordered_json(nullptr)},
          {"trajectories", report.trajectories},
          {"scenarios", report.scenarios},
          {"save_times", report.save_times},
          {"lane_steps", report.lane_steps},
          {"step_instructions", report.instructions},
          {"units", report.units},
          {"unit_size", report.unit_size},
          {"block_width", report.block_width},
          {"memory_bytes", report.memory_bytes},
          {"quantile_bytes", report.quantile_bytes},
          {"file_bytes", report.file_bytes},
          {"possible_here", report.obstacles.empty()},
          {"obstacles", obstacles},
          {"warnings", warnings}};
}

}  // namespace dosde
