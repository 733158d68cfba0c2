#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "benchmarks/benchmark_models.hpp"
#include "engine/ensemble/run.hpp"
#include "io/result/create.hpp"
#include "io/result/describe_experiment.hpp"
#include "io/result/finalise.hpp"
#include "io/result/result_file_sink.hpp"

// Whole runs of the Lorenz model, from the compiled experiment to the finished file, against the same run whose results
// are thrown away and which saves the end only. Targets: every 100th step at most 1.1 × that, every 10th at most 1.3 ×.
// And writing alone: the same saves into a file and into nothing, at most 1.1 × (benchmarks/README.md).

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 65536;
constexpr std::int64_t steps = 2000;
constexpr std::int64_t usual_interval = 100;  ///< steps between saves

class DiscardingSink final : public Sink {
 public:
  void write(const UnitResult& result) override { benchmark::DoNotOptimize(result.states.data()); }
};

Experiment saving(Experiment experiment, std::int64_t count, std::int64_t interval) {
  experiment.saves.times.clear();
  for (std::int64_t k = 1; k <= count; ++k) experiment.saves.times.push_back(experiment.time.step_time(k * interval));
  return experiment;
}

void run_without_file(benchmark::State& state, const Experiment& experiment) {
  const CompiledRun run = compile_run(experiment);
  for (auto _ : state) {
    DiscardingSink sink;
    run_ensemble(run, sink);
  }
}

void run_with_file(benchmark::State& state, const Experiment& experiment) {
  const CompiledRun run = compile_run(experiment);
  const ResultFileRequest request = describe_result_file(run.experiment, run.shape, {});
  const std::string path = (std::filesystem::temp_directory_path() / "dosde_output_benchmark.h5").string();
  for (auto _ : state) {
    create_result_file(request, path, ExistingFile::replace);
    ResultFileSink sink(path);
    run_ensemble(run, sink);
    finalise_result_file(path);
  }
  std::filesystem::remove(path);
}

void without_output(benchmark::State& state) {
  run_without_file(state, saving(lorenz_experiment(trajectories, steps), 1, steps));
}

void with_file(benchmark::State& state) {
  const std::int64_t interval = state.range(0);
  run_with_file(state, saving(lorenz_experiment(trajectories, steps), steps / interval, interval));
}

/// So many saves of three numbers in each of so many trajectories: the same run with either sink.
Experiment kept_experiment(const benchmark::State& state) {
  const std::int64_t saves = state.range(0);
  return saving(lorenz_experiment(state.range(1), saves * usual_interval), saves, usual_interval);
}

void discarded(benchmark::State& state) { run_without_file(state, kept_experiment(state)); }
void stored(benchmark::State& state) { run_with_file(state, kept_experiment(state)); }

/// A trajectory of 1 KB, and one of 1 MB.
void sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->Args({43, 65536})->Args({43691, 128})->Unit(benchmark::kMillisecond);
}

BENCHMARK(discarded)->Apply(sizes);
BENCHMARK(stored)->Apply(sizes);
BENCHMARK(without_output)->Unit(benchmark::kMillisecond);
BENCHMARK(with_file)->Arg(100)->Arg(10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dosde
