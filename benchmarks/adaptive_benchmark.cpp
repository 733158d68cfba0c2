// Steps that trajectories choose by themselves against steps of one length, at an equal error on the same paths.

#include <benchmark/benchmark.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "benchmarks/benchmark_models.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 128;

void add_variable(Model& model, const std::string& name, double initial, const std::string& drift, double noise) {
  Variable& variable = model.variables.emplace_back();
  variable.name = name;
  variable.drift = parse_expression(drift);
  if (noise > 0.0) variable.noise = {{name, Expression(noise), {}}};
  variable.initial = Expression(initial);
}

/// Saves at the ends of `cells` noise cells, which are the longest steps too.
Experiment stiff_experiment(Model model, double cell, std::int64_t cells, const char* scheme) {
  Experiment experiment;
  experiment.model = std::move(model);
  experiment.time = {0.0, cell, cells};
  experiment.saves = save_at_steps(experiment.time, {});
  for (std::int64_t k = 1; k <= cells; ++k) experiment.saves.times.push_back(experiment.time.step_time(k));
  experiment.scheme = scheme;
  experiment.trajectories = trajectories;
  experiment.seed = benchmark_seed;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// FitzHugh-Nagumo, two time scales a hundred apart and weak noise: it starts with a spike, and rests after it.
Experiment excitable_cell(const char* scheme) {
  Model model;
  add_variable(model, "v", 0.5, "(v - v^3/3 - w)/0.01", 0.0);
  add_variable(model, "w", -0.6, "v + 0.7 - 0.8*w", 0.001);
  return stiff_experiment(std::move(model), 0.25, 160, scheme);
}

/// Yeast glycolysis (Ruoff et al., Biophys. Chem. 106, 2003; noise as in SCOTCH, Wang et al. 2024): seven substances
/// that oscillate with a period of 1.17, and rates of up to 157.
Experiment yeast_glycolysis(const char* scheme) {
  const std::string uptake = "100*S1*A3/(1 + (A3/0.52)^4)";
  Model model;
  add_variable(model, "S1", 1.0, "2.5 - " + uptake, 0.01);
  add_variable(model, "S2", 1.0, "2*" + uptake + " - 6*S2*(1 - N2) - 12*S2*N2", 0.01);
  add_variable(model, "S3", 0.1, "6*S2*(1 - N2) - 16*S3*(4 - A3)", 0.01);
  add_variable(model, "S4", 0.2, "16*S3*(4 - A3) - 100*S4*N2 - 13*(S4 - S7)", 0.01);
  add_variable(model, "N2", 0.2, "6*S2*(1 - N2) - 100*S4*N2 - 12*S2*N2", 0.01);
  add_variable(model, "A3", 1.5, "-2*" + uptake + " + 32*S3*(4 - A3) - 1.28*A3", 0.01);
  add_variable(model, "S7", 0.07, "1.3*(S4 - S7) - 1.8*S7", 0.01);
  return stiff_experiment(std::move(model), 0.125, 128, scheme);
}

Experiment with_tolerance(Experiment experiment, double tolerance) {
  experiment.step_control = StepControl{tolerance, 0.1 * tolerance, {}, {}, 0.0};
  return experiment;
}

/// Steps of one length along the paths of the long cells: saves in their middle cut them into pieces.
Experiment in_pieces(Experiment experiment, int steps_of_cell) {
  const TimeGrid cells = experiment.time;
  experiment.saves.times.clear();
  for (std::int64_t cell = 0; cell < cells.step_count; ++cell)
    for (int k = 1; k <= steps_of_cell; ++k)
      experiment.saves.times.push_back(k == steps_of_cell ? cells.step_time(cell + 1)
                                                          : cells.step_time(cell) + k * (cells.step / steps_of_cell));
  return experiment;
}

/// The root mean square of the errors of all variables at the ends of the cells, each against what a tolerance of 1
/// would allow it. `stride`: saves of the recording a cell.
double error_of(const Recording& recording, std::size_t stride, const Recording& truth, const Experiment& experiment) {
  const auto cells = static_cast<std::size_t>(experiment.time.step_count);
  const std::size_t variables = experiment.model.variables.size();
  double sum = 0.0;
  for (std::size_t n = 0; n < trajectories; ++n)
    for (std::size_t k = 0; k < cells; ++k)
      for (std::size_t i = 0; i < variables; ++i) {
        const double exact = truth.state(0, n, k, i);
        const double error = (recording.state(0, n, (k + 1) * stride - 1, i) - exact) / (0.1 + std::fabs(exact));
        sum += error * error;
      }
  return std::sqrt(sum / static_cast<double>(trajectories * cells * variables));
}

/// A model and a scheme.
struct Problem {
  Experiment (*make_experiment)(const char* scheme);
  const char* scheme;

  [[nodiscard]] Experiment make() const { return make_experiment(scheme); }
};

/// What `auto` takes for additive noise, and the scheme with the widest region of stability.
const Problem excitable = {excitable_cell, "auto"};
const Problem excitable_by_sosra = {excitable_cell, "sosra"};
const Problem glycolysis = {yeast_glycolysis, "auto"};
const Problem glycolysis_by_sosra = {yeast_glycolysis, "sosra"};

/// By the scheme `auto`, whatever the problem's, in steps that leave no error to speak of.
const Recording& truth_of(const Problem& problem) {
  static std::map<Experiment (*)(const char*), Recording> known;
  const auto found = known.find(problem.make_experiment);
  if (found != known.end()) return found->second;
  return known.emplace(problem.make_experiment, simulate(with_tolerance(problem.make_experiment("auto"), 1e-7)))
      .first->second;
}

void time_run(benchmark::State& state, const Experiment& experiment) {
  const CompiledRun run = compile_run(experiment);
  UnitRunner runner(run, choose_block_width(run), trajectories);
  for (auto _ : state) benchmark::DoNotOptimize(runner.compute({0, 0, trajectories}).states[0]);
}

/// Steps that follow the path.
void adaptive(benchmark::State& state, const Problem& problem, double tolerance) {
  const Experiment experiment = with_tolerance(problem.make(), tolerance);
  state.counters["error"] = error_of(simulate(experiment), 1, truth_of(problem), experiment);
  time_run(state, experiment);
}

/// The longest steps of one length whose error is no larger, to a quarter of an octave.
void fixed(benchmark::State& state, const Problem& problem, double tolerance) {
  const std::int64_t cells = problem.make().time.step_count;
  const Recording& truth = truth_of(problem);
  const double target = error_of(simulate(with_tolerance(problem.make(), tolerance)), 1, truth, problem.make());
  int octave_quarters = 12;
  int steps_of_cell = 8;
  const auto error_at = [&](int steps) {
    return error_of(simulate(in_pieces(problem.make(), steps)), static_cast<std::size_t>(steps), truth, problem.make());
  };
  double error = error_at(steps_of_cell);
  while (!(error <= target) && steps_of_cell < 1024) {
    steps_of_cell = static_cast<int>(std::lround(std::exp2(0.25 * ++octave_quarters)));
    error = error_at(steps_of_cell);
  }
  state.counters["error"] = error;
  state.counters["steps"] = static_cast<double>(cells * steps_of_cell);
  Experiment experiment = problem.make();
  experiment.time = {0.0, experiment.time.step / steps_of_cell, cells * steps_of_cell};
  time_run(state, experiment);
}

BENCHMARK_CAPTURE(adaptive, excitable_2e3, excitable, 2e-3);
BENCHMARK_CAPTURE(fixed, excitable_2e3, excitable, 2e-3);
BENCHMARK_CAPTURE(adaptive, excitable_2e4, excitable, 2e-4);
BENCHMARK_CAPTURE(fixed, excitable_2e4, excitable, 2e-4);
BENCHMARK_CAPTURE(adaptive, excitable_5e5, excitable, 5e-5);
BENCHMARK_CAPTURE(fixed, excitable_5e5, excitable, 5e-5);
BENCHMARK_CAPTURE(adaptive, excitable_by_sosra_2e3, excitable_by_sosra, 2e-3);
BENCHMARK_CAPTURE(fixed, excitable_by_sosra_2e3, excitable_by_sosra, 2e-3);
BENCHMARK_CAPTURE(adaptive, excitable_by_sosra_2e4, excitable_by_sosra, 2e-4);
BENCHMARK_CAPTURE(fixed, excitable_by_sosra_2e4, excitable_by_sosra, 2e-4);
BENCHMARK_CAPTURE(adaptive, excitable_by_sosra_5e5, excitable_by_sosra, 5e-5);
BENCHMARK_CAPTURE(fixed, excitable_by_sosra_5e5, excitable_by_sosra, 5e-5);
BENCHMARK_CAPTURE(adaptive, glycolysis_2e3, glycolysis, 2e-3);
BENCHMARK_CAPTURE(fixed, glycolysis_2e3, glycolysis, 2e-3);
BENCHMARK_CAPTURE(adaptive, glycolysis_2e4, glycolysis, 2e-4);
BENCHMARK_CAPTURE(fixed, glycolysis_2e4, glycolysis, 2e-4);
BENCHMARK_CAPTURE(adaptive, glycolysis_5e5, glycolysis, 5e-5);
BENCHMARK_CAPTURE(fixed, glycolysis_5e5, glycolysis, 5e-5);
BENCHMARK_CAPTURE(adaptive, glycolysis_by_sosra_2e3, glycolysis_by_sosra, 2e-3);
BENCHMARK_CAPTURE(fixed, glycolysis_by_sosra_2e3, glycolysis_by_sosra, 2e-3);
BENCHMARK_CAPTURE(adaptive, glycolysis_by_sosra_2e4, glycolysis_by_sosra, 2e-4);
BENCHMARK_CAPTURE(fixed, glycolysis_by_sosra_2e4, glycolysis_by_sosra, 2e-4);
BENCHMARK_CAPTURE(adaptive, glycolysis_by_sosra_5e5, glycolysis_by_sosra, 5e-5);
BENCHMARK_CAPTURE(fixed, glycolysis_by_sosra_5e5, glycolysis_by_sosra, 5e-5);

}  // namespace
}  // namespace dosde
