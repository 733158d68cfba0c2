// The main program of benchmarks that run ensembles.

#include <benchmark/benchmark.h>

#include "engine/core/kokkos.hpp"

int main(int argument_count, char** arguments) {
  const Kokkos::ScopeGuard kokkos;
  benchmark::Initialize(&argument_count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}
