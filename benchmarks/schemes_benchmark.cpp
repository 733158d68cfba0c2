#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "benchmarks/benchmark_models.hpp"
#include "benchmarks/hand_written_schemes.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"
#include "engine/expression/parse.hpp"

// What schemes cost: a step of each on Lorenz-63, beside kernels written by hand (at most 1.5 × them; the numbers are
// compared first), and a trajectory at an equal strong error. Targets: weak Euler at
// least 3 × faster a step than Euler–Maruyama; SRA1 at least 10 × cheaper at 1e-4 on additive noise, SRIW1 300 × at
// 1e-3 on multiplicative noise; a path refined 16-fold at most 2.5 × direct increments (benchmarks/README.md).

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 1024;

void time_run(benchmark::State& state, const Experiment& experiment, double per_unit) {
  const CompiledRun run = compile_run(experiment);
  UnitRunner runner(run, choose_block_width(run), trajectories);
  for (auto _ : state) benchmark::DoNotOptimize(runner.compute({0, 0, trajectories}).states[0]);
  state.counters["per_unit"] =
      benchmark::Counter(static_cast<double>(trajectories) * per_unit * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

/// per_unit: the time of a trajectory-step.
void step_on_lorenz(benchmark::State& state, const char* scheme) {
  Experiment experiment = lorenz_experiment(trajectories, 1000);
  experiment.scheme = scheme;
  time_run(state, experiment, 1000.0);
}

Experiment with_scheme(Experiment experiment, const char* scheme) {
  experiment.scheme = scheme;
  return experiment;
}

using MakeExperiment = Experiment (*)(std::int64_t, std::int64_t);
using WriteByHand = std::vector<double> (*)(std::int64_t, std::int64_t);

/// per_unit: the time of a trajectory-step.
void step_by_hand(benchmark::State& state, const char* scheme, MakeExperiment make, WriteByHand write) {
  const Recording recording = simulate(with_scheme(make(64, 20), scheme));
  const std::vector<double> ends = write(64, 20);
  for (std::size_t v = 0; v < recording.shape.columns.size(); ++v)
    for (std::size_t n = 0; n < 64; ++n)
      if (std::abs(recording.state(0, n, 0, v) - ends[v * 64 + n]) > 1e-13 * std::abs(ends[v * 64 + n]))
        return state.SkipWithError("the hand-written kernel has other numbers");
  for (auto _ : state) benchmark::DoNotOptimize(write(trajectories, 1000)[0]);
  state.counters["per_unit"] =
      benchmark::Counter(static_cast<double>(trajectories) * 1000.0 * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void step_of(benchmark::State& state, const char* scheme, MakeExperiment make) {
  time_run(state, with_scheme(make(trajectories, 1000), scheme), 1000.0);
}

/// Lorenz-63 in 1,024 short steps, all saved: steps of the grid, or 64 steps that the saves cut into 16 pieces each,
/// along the path of one noise cell. per_unit: the time of a trajectory and short step.
void short_steps(benchmark::State& state, std::int64_t pieces) {
  constexpr std::int64_t count = 1024;
  Experiment experiment = lorenz_experiment(trajectories, count);
  const double length = experiment.time.step;
  experiment.time.step = length * static_cast<double>(pieces);
  experiment.time.step_count = count / pieces;
  experiment.saves = {};
  for (std::int64_t k = 1; k <= count; ++k) experiment.saves.times.push_back(static_cast<double>(k) * length);
  time_run(state, experiment, static_cast<double>(count));
}

/// 1,024 steps, saved at the end, whose noise cells are the steps or have several: then each of these is halves of
/// halves of its cell's path. per_unit: the time of a trajectory-step.
void steps_in_cells(benchmark::State& state, MakeExperiment make, int steps_per_cell) {
  Experiment experiment = make(trajectories, 1024);
  experiment.noise_cell = experiment.time.step * steps_per_cell;
  time_run(state, experiment, 1024.0);
}

/// A problem whose solution at 1 is a function of W(1), which a second variable carries along.
struct PathProblem {
  const char* drift;
  const char* loading;
  double (*solution)(double w);
  double target;
};

/// Kloeden & Platen 1992, 4.4.10, with a = b = 1: x = (x0 + t + W)/√(1 + t).
const PathProblem additive = {"1/sqrt(1 + t) - x/(2*(1 + t))", "1/sqrt(1 + t)",
                              [](double w) { return (2.0 + w) / std::sqrt(2.0); }, 1e-4};
/// Geometric Brownian motion: a = 0.5, b = 0.8.
const PathProblem multiplicative = {"0.5*x", "0.8*x", [](double w) { return std::exp(0.5 - 0.5 * 0.64 + 0.8 * w); },
                                    1e-3};

Experiment make_experiment(const PathProblem& problem, const char* scheme, int level) {
  Experiment experiment;
  experiment.model.variables.resize(2);
  Variable& x = experiment.model.variables[0];
  x.name = "x";
  x.drift = parse_expression(problem.drift);
  x.noise = {{"W", parse_expression(problem.loading), {}}};
  x.initial = Expression(1.0);
  Variable& w = experiment.model.variables[1];
  w.name = "w";
  w.noise = {{"W", Expression(1.0), {}}};
  w.initial = Expression(0.0);
  experiment.time = {0.0, std::ldexp(1.0, -level), std::int64_t{1} << level};
  experiment.saves = save_at_steps(experiment.time, {experiment.time.step_count});
  experiment.scheme = scheme;
  experiment.trajectories = trajectories;
  experiment.seed = benchmark_seed;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

double strong_error(const PathProblem& problem, const Experiment& experiment) {
  const Recording recording = simulate(experiment);
  double sum = 0.0;
  for (std::size_t n = 0; n < trajectories; ++n) {
    const double error = recording.state(0, n, 0, 0) - problem.solution(recording.state(0, n, 0, 1));
    sum += error * error / trajectories;
  }
  return std::sqrt(sum);
}

/// per_unit: the time of a trajectory in as many steps, a power of two, as reach the target error.
void at_equal_error(benchmark::State& state, const PathProblem& problem, const char* scheme) {
  int level = 1;
  double error = strong_error(problem, make_experiment(problem, scheme, level));
  while (error > problem.target && level < 22) {
    ++level;
    error = strong_error(problem, make_experiment(problem, scheme, level));
  }
  state.counters["steps"] = std::ldexp(1.0, level);
  state.counters["error"] = error;
  time_run(state, make_experiment(problem, scheme, level), 1.0);
}

BENCHMARK_CAPTURE(step_on_lorenz, euler_maruyama, "euler_maruyama");
BENCHMARK_CAPTURE(step_on_lorenz, weak_euler, "weak_euler");
BENCHMARK_CAPTURE(step_on_lorenz, stochastic_heun, "stochastic_heun");
BENCHMARK_CAPTURE(step_by_hand, stochastic_heun, "stochastic_heun", &lorenz_experiment, &heun_on_lorenz_by_hand);
BENCHMARK_CAPTURE(step_of, sriw1_on_double_well, "sriw1", &double_well_experiment);
BENCHMARK_CAPTURE(step_by_hand, sriw1_on_double_well, "sriw1", &double_well_experiment, &sriw1_on_double_well_by_hand);
BENCHMARK_CAPTURE(step_on_lorenz, sra1, "sra1");
BENCHMARK_CAPTURE(step_on_lorenz, sra3, "sra3");
BENCHMARK_CAPTURE(step_on_lorenz, platen, "platen");
BENCHMARK_CAPTURE(step_on_lorenz, w2ito1, "w2ito1");
BENCHMARK_CAPTURE(step_on_lorenz, split_step_implicit, "split_step_implicit");
BENCHMARK_CAPTURE(short_steps, of_the_grid, 1);
BENCHMARK_CAPTURE(short_steps, sixteen_pieces_of_a_step, 16);
BENCHMARK_CAPTURE(steps_in_cells, lorenz_direct, &lorenz_experiment, 1);
BENCHMARK_CAPTURE(steps_in_cells, lorenz_sixteen_a_cell, &lorenz_experiment, 16);
BENCHMARK_CAPTURE(steps_in_cells, lorenz_three_a_cell, &lorenz_experiment, 3);
BENCHMARK_CAPTURE(steps_in_cells, ornstein_uhlenbeck_direct, &ornstein_uhlenbeck_experiment, 1);
BENCHMARK_CAPTURE(steps_in_cells, ornstein_uhlenbeck_sixteen_a_cell, &ornstein_uhlenbeck_experiment, 16);
BENCHMARK_CAPTURE(at_equal_error, additive_euler_maruyama, additive, "euler_maruyama");
BENCHMARK_CAPTURE(at_equal_error, additive_sra1, additive, "sra1");
BENCHMARK_CAPTURE(at_equal_error, multiplicative_euler_maruyama, multiplicative, "euler_maruyama");
BENCHMARK_CAPTURE(at_equal_error, multiplicative_milstein, multiplicative, "milstein");
BENCHMARK_CAPTURE(at_equal_error, multiplicative_sriw1, multiplicative, "sriw1");

}  // namespace
}  // namespace dosde
