// Steps that trajectories choose by themselves against steps of one length, at an equal error on the same paths.

#include <benchmark/benchmark.h>

#include <cmath>

#include "benchmarks/benchmark_models.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 128;
constexpr double longest_step = 0.25;
constexpr std::int64_t cells = 160;

/// FitzHugh-Nagumo, two time scales a hundred apart and weak noise: it starts with a spike, and rests after it.
Experiment excitable_experiment() {
  Experiment experiment;
  experiment.model.variables.resize(2);
  Variable& v = experiment.model.variables[0];
  v.name = "v";
  v.drift = parse_expression("(v - v^3/3 - w)/0.01");
  v.initial = Expression(0.5);
  Variable& w = experiment.model.variables[1];
  w.name = "w";
  w.drift = parse_expression("v + 0.7 - 0.8*w");
  w.noise = {{"w", Expression(0.001), {}}};
  w.initial = Expression(-0.6);
  experiment.time = {0.0, longest_step, cells};
  experiment.saves = save_at_steps(experiment.time, {});
  for (std::int64_t k = 1; k <= cells; ++k) experiment.saves.times.push_back(experiment.time.step_time(k));
  experiment.scheme = "sosra";
  experiment.trajectories = trajectories;
  experiment.seed = benchmark_seed;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

Experiment with_tolerance(Experiment experiment, double tolerance) {
  experiment.step_control = StepControl{tolerance, 0.1 * tolerance, {}, {}, 0.0};
  return experiment;
}

/// Steps of one length along the paths of the long cells: saves in their middle cut them into pieces.
Experiment in_pieces(Experiment experiment, int level) {
  experiment.saves.times.clear();
  const double length = std::ldexp(longest_step, -level);
  for (std::int64_t k = 1; k <= cells << level; ++k) experiment.saves.times.push_back(static_cast<double>(k) * length);
  return experiment;
}

/// The root mean square of v's error at the ends of the cells. `stride`: saves of the recording a cell.
double error_of(const Recording& recording, std::size_t stride, const Recording& truth) {
  double sum = 0.0;
  for (std::size_t n = 0; n < trajectories; ++n)
    for (std::size_t k = 0; k < cells; ++k) {
      const double error = recording.state(0, n, (k + 1) * stride - 1, 0) - truth.state(0, n, k, 0);
      sum += error * error;
    }
  return std::sqrt(sum / static_cast<double>(trajectories * cells));
}

void time_run(benchmark::State& state, const Experiment& experiment) {
  const CompiledRun run = compile_run(experiment);
  UnitRunner runner(run, choose_block_width(run), trajectories);
  for (auto _ : state) benchmark::DoNotOptimize(runner.compute({0, 0, trajectories}).states[0]);
}

const Recording& truth() {
  static const Recording recording = simulate(with_tolerance(excitable_experiment(), 1e-8));
  return recording;
}

/// Steps that follow the path.
void adaptive(benchmark::State& state, double tolerance) {
  const Experiment experiment = with_tolerance(excitable_experiment(), tolerance);
  state.counters["error"] = error_of(simulate(experiment), 1, truth());
  time_run(state, experiment);
}

/// The longest steps of one length whose error is no larger.
void fixed(benchmark::State& state, double tolerance) {
  const double target = error_of(simulate(with_tolerance(excitable_experiment(), tolerance)), 1, truth());
  int level = 4;
  const auto error_at = [](int halvings) {
    return error_of(simulate(in_pieces(excitable_experiment(), halvings)), std::size_t{1} << halvings, truth());
  };
  double error = error_at(level);
  while (!(error <= target) && level < 9) error = error_at(++level);
  state.counters["error"] = error;
  state.counters["steps"] = static_cast<double>(cells << level);
  Experiment experiment = excitable_experiment();
  experiment.time = {0.0, std::ldexp(longest_step, -level), cells << level};
  time_run(state, experiment);
}

BENCHMARK_CAPTURE(adaptive, tolerance_2e3, 2e-3);
BENCHMARK_CAPTURE(fixed, tolerance_2e3, 2e-3);
BENCHMARK_CAPTURE(adaptive, tolerance_2e4, 2e-4);
BENCHMARK_CAPTURE(fixed, tolerance_2e4, 2e-4);

}  // namespace
}  // namespace dosde
