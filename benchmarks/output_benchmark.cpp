#include <benchmark/benchmark.h>

#include <cstdio>
#include <filesystem>
#include <string>

#include "benchmarks/benchmark_models.hpp"
#include "engine/core/kokkos.hpp"
#include "engine/ensemble/run.hpp"
#include "io/result/create.hpp"
#include "io/result/describe_experiment.hpp"
#include "io/result/finalise.hpp"
#include "io/result/result_file_sink.hpp"

// Whole runs of the Lorenz model, from the compiled experiment to the finished file, against the same run whose results
// are thrown away and which saves the end only. Targets: every 100th step at most 1.1 × that, every 10th at most 1.3 ×
// (benchmarks/README.md).

namespace dosde {
namespace {

constexpr std::int64_t trajectories = 65536;
constexpr std::int64_t steps = 2000;

class DiscardingSink final : public Sink {
 public:
  void write(const UnitResult& result) override { benchmark::DoNotOptimize(result.states.data()); }
};

Experiment make_experiment(std::int64_t save_every) {
  Experiment experiment = lorenz_experiment(trajectories, steps);
  experiment.saves.steps.clear();
  for (std::int64_t step = save_every; step <= steps; step += save_every) experiment.saves.steps.push_back(step);
  return experiment;
}

void without_output(benchmark::State& state) {
  const CompiledRun run = compile_run(make_experiment(steps));
  for (auto _ : state) {
    DiscardingSink sink;
    run_ensemble(run, sink);
  }
}

void with_file(benchmark::State& state) {
  const CompiledRun run = compile_run(make_experiment(state.range(0)));
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

BENCHMARK(without_output)->Unit(benchmark::kMillisecond);
BENCHMARK(with_file)->Arg(100)->Arg(10)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace dosde

int main(int argument_count, char** arguments) {
  const Kokkos::ScopeGuard kokkos;
  benchmark::Initialize(&argument_count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}
