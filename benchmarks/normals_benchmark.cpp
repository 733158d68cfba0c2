#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>

#include "benchmarks/hand_written_normals.hpp"
#include "engine/random/cell_noise.hpp"

// Time per normal, with a scale as in use. Target: at most 1.3 × the better hand-written kernel, and at least 4 ×
// faster than mt19937_64 + normal_distribution (benchmarks/README.md).

namespace dosde {
namespace {

constexpr std::uint64_t kKey = 0x0123456789abcdef;
constexpr int kNormals = 4 * 64;

void report(benchmark::State& state, double normals_per_iteration) {
  state.counters["per_normal"] = benchmark::Counter(normals_per_iteration * static_cast<double>(state.iterations()),
                                                    benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

/// The generator, as the kernel calls it: blocks of Width trajectories over `cells` cells.
template <int Width>
void normals_dosde(benchmark::State& state) {
  constexpr int cells = kNormals / Width >= 4 ? kNormals / Width : 4;
  alignas(64) double out[cells * Width];
  const CellNoise noise(&kKey, 1, 0.1);
  std::uint64_t cell = 0;
  for (auto _ : state) {
    noise.fill<Width>(out, Width, 0, 4096, cell, cells);
    benchmark::DoNotOptimize(out[0]);
    benchmark::ClobberMemory();
    cell += cells;
  }
  report(state, cells * Width);
}

using Fill = void (*)(double*, std::uint64_t, std::uint64_t, std::uint64_t, double);

/// A ceiling that computes something else would be none: its bits are compared first.
void normals_by_hand(benchmark::State& state, Fill fill) {
  alignas(64) double out[kNormals], expected[kNormals];
  fill_normals<64>(expected, kKey, 4096, 12345, kWholeCellSlot, 0.1);
  fill(out, kKey, 4096, 12345, 0.1);
  if (std::memcmp(out, expected, sizeof out) != 0) {
    state.SkipWithError("the hand-written kernel has other bits");
    return;
  }
  std::uint64_t block = 0;
  for (auto _ : state) {
    fill(out, kKey, 4096, block++, 0.1);
    benchmark::DoNotOptimize(out[0]);
    benchmark::ClobberMemory();
  }
  report(state, kNormals);
}

/// What people write today.
void normals_standard_library(benchmark::State& state) {
  std::mt19937_64 engine(1);
  std::normal_distribution<double> normal;
  alignas(64) double out[kNormals];
  for (auto _ : state) {
    for (double& z : out) z = 0.1 * normal(engine);
    benchmark::DoNotOptimize(out[0]);
    benchmark::ClobberMemory();
  }
  report(state, kNormals);
}

BENCHMARK(normals_dosde<64>)->Name("normals/dosde/width_64");
BENCHMARK(normals_dosde<128>)->Name("normals/dosde/width_128");
BENCHMARK(normals_dosde<32>)->Name("normals/dosde/width_32");
BENCHMARK(normals_dosde<16>)->Name("normals/dosde/width_16");
BENCHMARK(normals_dosde<8>)->Name("normals/dosde/width_8");
BENCHMARK(normals_dosde<1>)->Name("normals/dosde/width_1");
#ifdef DOSDE_HAND_WRITTEN_INTRINSICS
BENCHMARK_CAPTURE(normals_by_hand, intrinsics, fill_by_intrinsics)->Name("normals/by_hand/intrinsics");
#endif
BENCHMARK_CAPTURE(normals_by_hand, plain_loops, fill_by_plain_loops)->Name("normals/by_hand/plain_loops");
BENCHMARK(normals_standard_library)->Name("normals/standard_library");

}  // namespace
}  // namespace dosde

BENCHMARK_MAIN();
