#include <benchmark/benchmark.h>

#include <cstring>

#include "benchmarks/benchmark_models.hpp"
#include "benchmarks/hand_written_models.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/ensemble/unit_runner.hpp"
#include "engine/ensemble/unit_size.hpp"

// Time per trajectory-step of whole ensembles, text models, Euler–Maruyama, against the hand-written kernel (same bits,
// checked) and plain C++. Targets: Lorenz at most 1.3 × by hand, at least 4.5 × faster than plainly; eight scenarios at
// most 2.5 × one (benchmarks/README.md).

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 1024;
constexpr std::int64_t steps = 1000;

using MakeExperiment = Experiment (*)(std::int64_t, std::int64_t);
using WriteByHand = std::vector<double> (*)(std::int64_t, std::int64_t);

void report(benchmark::State& state, double trajectory_steps) {
  state.counters["per_step"] = benchmark::Counter(trajectory_steps * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

Experiment with_scenarios(Experiment experiment, int count) {
  experiment.scenarios.clear();
  for (int s = 0; s < count; ++s) {
    Scenario scenario;
    scenario.name = "shift " + std::to_string(s);
    if (s > 0) {
      Intervention shift;
      shift.kind = "shift";
      shift.targets = {experiment.model.variables[0].name};
      shift.arguments = {{"value", Quantity(Expression(0.01 * s))}};
      scenario.interventions = {shift};
    }
    experiment.scenarios.push_back(scenario);
  }
  return experiment;
}

void run_engine(benchmark::State& state, const Experiment& experiment, int block_width = 0) {
  const CompiledRun run = compile_run(experiment);
  UnitRunner runner(run, block_width == 0 ? choose_block_width(run) : block_width, trajectories);
  for (auto _ : state) benchmark::DoNotOptimize(runner.compute({0, 0, trajectories}).states[0]);
  report(state, static_cast<double>(trajectories * experiment.time.step_count));
}

void engine(benchmark::State& state, MakeExperiment make) { run_engine(state, make(trajectories, steps)); }

void engine_scenarios(benchmark::State& state) {
  run_engine(state, with_scenarios(lorenz_experiment(trajectories, steps), static_cast<int>(state.range(0))));
}

/// What choose_block_width chooses from: scenarios, lanes.
void engine_widths(benchmark::State& state) {
  run_engine(state, with_scenarios(lorenz_experiment(trajectories, steps), static_cast<int>(state.range(0))),
             static_cast<int>(state.range(1)));
}

void engine_network_widths(benchmark::State& state) {
  run_engine(state, network_experiment(trajectories, steps), static_cast<int>(state.range(0)));
}

/// A ceiling that computes something else would be none: its bits are compared first.
void by_hand(benchmark::State& state, WriteByHand write, MakeExperiment make) {
  const Recording recording = simulate(make(64, 20));
  const std::vector<double> ends = write(64, 20);
  for (std::size_t v = 0; v < recording.shape.columns.size(); ++v)
    for (std::size_t n = 0; n < 64; ++n)
      if (recording.state(0, n, 0, v) != ends[v * 64 + n])
        return state.SkipWithError("the hand-written kernel has other bits");
  for (auto _ : state) benchmark::DoNotOptimize(write(trajectories, steps)[0]);
  report(state, static_cast<double>(trajectories * steps));
}

void plainly(benchmark::State& state, WriteByHand write) {
  for (auto _ : state) benchmark::DoNotOptimize(write(trajectories / 8, steps)[0]);
  report(state, static_cast<double>(trajectories / 8 * steps));
}

BENCHMARK_CAPTURE(engine, ornstein_uhlenbeck, &ornstein_uhlenbeck_experiment);
BENCHMARK_CAPTURE(by_hand, ornstein_uhlenbeck, &ornstein_uhlenbeck_by_hand, &ornstein_uhlenbeck_experiment);
BENCHMARK_CAPTURE(plainly, ornstein_uhlenbeck, &ornstein_uhlenbeck_plainly);
BENCHMARK_CAPTURE(engine, lorenz, &lorenz_experiment);
BENCHMARK_CAPTURE(by_hand, lorenz, &lorenz_by_hand, &lorenz_experiment);
BENCHMARK_CAPTURE(plainly, lorenz, &lorenz_plainly);
BENCHMARK_CAPTURE(engine, network, &network_experiment);
BENCHMARK_CAPTURE(by_hand, network, &network_by_hand, &network_experiment);
BENCHMARK_CAPTURE(plainly, network, &network_plainly);
BENCHMARK(engine_widths)->ArgsProduct({{1, 8}, {16, 32, 64, 128}});
BENCHMARK(engine_network_widths)->Arg(16)->Arg(32)->Arg(64);
BENCHMARK(engine_scenarios)->Arg(1)->Arg(2)->Arg(4)->Arg(8);

}  // namespace
}  // namespace dosde
