// The interpreter against hand-written kernels (explicit SIMD over the same blocks, compiled for the very formulas).
// Each benchmark runs both in turn, many short slices each, and reports the best slice of either, in nanoseconds a
// lane, and their ratio, which a busy machine hardly moves.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "engine/expression/elementary/lane_derived.hpp"
#include "engine/expression/functions.hpp"
#include "tests/engine/expression/lane_memory.hpp"
#include "tests/engine/expression/numbered.hpp"

namespace {

using namespace dosde;
using Clock = std::chrono::steady_clock;

Expression symbol(const std::string& name) { return Expression::symbol(name); }

/// Constants in the order in which the layouts below name them.
struct Lorenz {
  double sigma = 10.0, rho = 28.0, beta = 8.0 / 3.0, step = 1e-3, loading = 0.5;
  [[nodiscard]] std::vector<double> values() const { return {sigma, rho, beta, step, loading}; }
};

Layout layout_of(int rows, const std::vector<std::string>& parameters) {
  Layout layout;
  for (int row = 0; row < rows; ++row) {
    layout.inputs[numbered("x", row)] = {Segment::state, row};
    layout.inputs[numbered("dW", row)] = {Segment::increment, row};
  }
  for (const std::string& name : parameters) layout.inputs[name] = {Segment::constant, layout.uniform_count++};
  return layout;
}

Expression euler_maruyama(int row, const Expression& drift) {
  return fma(symbol("loading"), symbol(numbered("dW", row)), fma(drift, symbol("step"), symbol(numbered("x", row))));
}

Program lorenz_program(bool is_whole_step) {
  const Expression x = symbol("x0"), y = symbol("x1"), z = symbol("x2");
  const Expression drift[] = {symbol("sigma") * (y - x), x * (symbol("rho") - z) - y, x * y - symbol("beta") * z};
  std::vector<Output> outputs;
  for (int row = 0; row < 3; ++row) {
    outputs.push_back({is_whole_step ? euler_maruyama(row, drift[row]) : drift[row], {Segment::next_state, row}});
  }
  return compile_program(outputs, layout_of(3, {"sigma", "rho", "beta", "step", "loading"}));
}

template <int Width, bool is_whole_step>
[[gnu::noinline]] void lorenz_by_hand(const double* state, const double* increment, double* next_state,
                                      const Lorenz& p) {
  const Pack sigma = broadcast<Pack>(p.sigma), rho = broadcast<Pack>(p.rho), beta = broadcast<Pack>(p.beta);
  const Pack step = broadcast<Pack>(p.step), loading = broadcast<Pack>(p.loading);
  for (int lane = 0; lane < Width; lane += kPackLanes) {
    const Pack x[] = {load(state + lane), load(state + Width + lane), load(state + 2 * Width + lane)};
    const Pack drift[] = {sigma * (x[1] - x[0]), x[0] * (rho - x[2]) - x[1], x[0] * x[1] - beta * x[2]};
    for (int row = 0; row < 3; ++row) {
      const int slot = row * Width + lane;
      store(next_state + slot,
            is_whole_step ? lane_fma(loading, load(increment + slot), lane_fma(drift[row], step, x[row])) : drift[row]);
    }
  }
}

constexpr int kNodes = 100;
constexpr int kLinks[] = {1, 17, 54};  // x[row] hears x[row + link]
constexpr double kWeights[] = {1.5, -0.75, 0.5};

/// dx_i = (-x_i + sum_j w_j tanh(x_{i+j})) dt + loading dW_i: tanh of a node is shared by three rows.
Program network_program() {
  std::vector<Output> outputs;
  for (int row = 0; row < kNodes; ++row) {
    Expression drift = -symbol(numbered("x", row));
    for (int link = 0; link < 3; ++link) {
      drift = drift + Expression(kWeights[link]) * tanh(symbol(numbered("x", (row + kLinks[link]) % kNodes)));
    }
    outputs.push_back({euler_maruyama(row, drift), {Segment::next_state, row}});
  }
  return compile_program(outputs, layout_of(kNodes, {"step", "loading"}));
}

template <int Width>
[[gnu::noinline]] void network_by_hand(const double* state, const double* increment, double* next_state,
                                       double* activation) {
  const Pack step = broadcast<Pack>(1e-3), loading = broadcast<Pack>(0.5);
  for (int value = 0; value < kNodes * Width; value += kPackLanes)
    store(activation + value, lane_tanh(load(state + value)));
  for (int row = 0; row < kNodes; ++row) {
    for (int lane = 0; lane < Width; lane += kPackLanes) {
      const Pack x = load(state + row * Width + lane);
      Pack drift = -x;
      for (int link = 0; link < 3; ++link) {
        drift = drift + kWeights[link] * load(activation + (row + kLinks[link]) % kNodes * Width + lane);
      }
      store(next_state + row * Width + lane,
            lane_fma(loading, load(increment + row * Width + lane), lane_fma(drift, step, x)));
    }
  }
}

template <class Work>
double seconds_of(int repetitions, Work work) {
  const auto start = Clock::now();
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    work();
    benchmark::ClobberMemory();
  }
  return std::chrono::duration<double>(Clock::now() - start).count() / repetitions;
}

template <int Width, class ByHand>
void compare(benchmark::State& state, const Program& program, int rows, const std::vector<double>& parameters,
             int repetitions, ByHand by_hand) {
  LaneMemory<Width> memory(program, {rows, rows, rows, 0}, bind_constants(program, parameters, {}));
  for (std::size_t value = 0; value < static_cast<std::size_t>(rows * Width); ++value) {
    memory.state[value] = 1.0 + 1e-3 * static_cast<double>(value % 97);
    memory.increment[value] = 0.01;
  }
  memory.run(0.0);
  const std::vector<double> expected(memory.next_state.data(), memory.next_state.data() + rows * Width);
  by_hand(memory);
  if (!std::equal(expected.begin(), expected.end(), memory.next_state.data())) {
    state.SkipWithError("the hand-written kernel has other values");
    return;
  }
  double best = std::numeric_limits<double>::infinity();
  double best_by_hand = best;
  for (auto _ : state) {
    const double seconds = seconds_of(repetitions, [&] { memory.run(0.0); });
    best = std::min(best, seconds);
    best_by_hand = std::min(best_by_hand, seconds_of(repetitions, [&] { by_hand(memory); }));
    state.SetIterationTime(seconds);
  }
  state.counters["instructions"] = static_cast<double>(program.lanes.size());
  state.counters["ns_a_lane"] = 1e9 * best / Width;
  state.counters["ns_by_hand"] = 1e9 * best_by_hand / Width;
  state.counters["ratio"] = best / best_by_hand;
}

template <int Width, bool is_whole_step>
void lorenz(benchmark::State& state) {
  const Lorenz parameters;
  compare<Width>(state, lorenz_program(is_whole_step), 3, parameters.values(), 20000 / Width,
                 [&](LaneMemory<Width>& memory) {
                   lorenz_by_hand<Width, is_whole_step>(memory.state.data(), memory.increment.data(),
                                                        memory.next_state.data(), parameters);
                 });
}
template <int Width>
void lorenz_drift(benchmark::State& state) {
  lorenz<Width, false>(state);
}
template <int Width>
void lorenz_euler_maruyama_step(benchmark::State& state) {
  lorenz<Width, true>(state);
}

template <int Width>
void network_of_100_euler_maruyama_step(benchmark::State& state) {
  const AlignedValues activation(static_cast<std::size_t>(kNodes * Width));
  compare<Width>(state, network_program(), kNodes, {1e-3, 0.5}, 10, [&](LaneMemory<Width>& memory) {
    network_by_hand<Width>(memory.state.data(), memory.increment.data(), memory.next_state.data(), activation.data());
  });
}

BENCHMARK(lorenz_drift<16>)->UseManualTime()->Iterations(2000);
BENCHMARK(lorenz_drift<64>)->UseManualTime()->Iterations(2000);
BENCHMARK(lorenz_drift<128>)->UseManualTime()->Iterations(2000);
BENCHMARK(lorenz_euler_maruyama_step<16>)->UseManualTime()->Iterations(2000);
BENCHMARK(lorenz_euler_maruyama_step<64>)->UseManualTime()->Iterations(2000);
BENCHMARK(lorenz_euler_maruyama_step<128>)->UseManualTime()->Iterations(2000);
BENCHMARK(network_of_100_euler_maruyama_step<16>)->UseManualTime()->Iterations(500);
BENCHMARK(network_of_100_euler_maruyama_step<64>)->UseManualTime()->Iterations(500);

}  // namespace

BENCHMARK_MAIN();
