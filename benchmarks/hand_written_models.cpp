#include "benchmarks/hand_written_models.hpp"

#include <cmath>
#include <string>

#include "benchmarks/hand_written_block.hpp"
#include "engine/expression/apply_to_lanes.hpp"
#include "engine/random/normal.hpp"

namespace dosde {
namespace {

constexpr int width = hand_written_width;

#if DOSDE_PACK_LANES > 1
Pack tanh_lanes(const double* x) { return lane_tanh(load(x)); }
void store_lanes(double* target, Pack value) { store(target, value); }
#else
double tanh_lanes(const double* x) { return lane_tanh(*x); }
void store_lanes(double* target, double value) { *target = value; }
#endif

}  // namespace

std::vector<double> lorenz_by_hand(std::int64_t trajectories, std::int64_t steps) {
  constexpr double sigma = 10.0, rho = 28.0, beta = 8.0 / 3.0, s = 0.5, h = 0.001;
  const double root = std::sqrt(h);
  const std::uint64_t keys[3] = {noise_key("x"), noise_key("y"), noise_key("z")};
  std::vector<double> ends(static_cast<std::size_t>(3 * trajectories));
  for (std::int64_t first = 0; first < trajectories; first += width) {
    alignas(64) double x[width], y[width], z[width], w[3][4 * width];
    for (int l = 0; l < width; ++l) x[l] = 1.0, y[l] = 1.0, z[l] = 20.0;
    for (std::int64_t step = 0; step < steps; step += 4) {
      for (int k = 0; k < 3; ++k)
        fill_normals<width>(w[k], keys[k], static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(step / 4), 0,
                            root);
      for (int j = 0; j < 4; ++j) {
        for (int l = 0; l < width; ++l) {
          const double fx = sigma * (y[l] - x[l]);
          const double fy = x[l] * (rho - z[l]) - y[l];
          const double fz = x[l] * y[l] - beta * z[l];
          x[l] = std::fma(s, w[0][j * width + l], std::fma(fx, h, x[l]));
          y[l] = std::fma(s, w[1][j * width + l], std::fma(fy, h, y[l]));
          z[l] = std::fma(s, w[2][j * width + l], std::fma(fz, h, z[l]));
        }
      }
    }
    store_ends(ends, trajectories, first, {x, y, z});
  }
  return ends;
}

std::vector<double> ornstein_uhlenbeck_by_hand(std::int64_t trajectories, std::int64_t steps) {
  constexpr double theta = 1.0, mu = 0.5, s = 0.7, h = 0.01;
  const std::uint64_t key = noise_key("x");
  std::vector<double> ends(static_cast<std::size_t>(trajectories));
  for (std::int64_t first = 0; first < trajectories; first += width) {
    alignas(64) double x[width] = {}, w[4 * width];
    for (std::int64_t step = 0; step < steps; step += 4) {
      fill_normals<width>(w, key, static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(step / 4), 0,
                          std::sqrt(h));
      for (int j = 0; j < 4; ++j)
        for (int l = 0; l < width; ++l) x[l] = std::fma(s, w[j * width + l], std::fma(theta * (mu - x[l]), h, x[l]));
    }
    store_ends(ends, trajectories, first, {x});
  }
  return ends;
}

std::vector<double> network_by_hand(std::int64_t trajectories, std::int64_t steps) {
  constexpr int lanes = 32;  // a block of 64 would leave the first-level cache
  constexpr double h = 0.01;
  const double root = std::sqrt(h);
  const NetworkEdges edges = network_edges();
  std::vector<std::uint64_t> keys;
  std::vector<double> weights;
  for (int i = 0; i < network_size; ++i) keys.push_back(noise_key("x" + std::to_string(i)));
  for (const double weight : edges.weight)
    weights.push_back(std::stod(std::to_string(weight)));  // as in the model's text
  using Block = double[network_size][lanes];
  alignas(64) static Block x, bent;
  alignas(64) static double w[network_size][4 * lanes];
  std::vector<double> ends(static_cast<std::size_t>(network_size * trajectories));
  for (std::int64_t first = 0; first < trajectories; first += lanes) {
    for (auto& row : x)
      for (double& value : row) value = 0.1;
    for (std::int64_t step = 0; step < steps; step += 4) {
      for (std::size_t i = 0; i < network_size; ++i)
        fill_normals<lanes>(w[i], keys[i], static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(step / 4), 0,
                            root);
      for (int j = 0; j < 4; ++j) {
        for (std::size_t i = 0; i < network_size; ++i)
          for (int l = 0; l < lanes; l += DOSDE_PACK_LANES) store_lanes(&bent[i][l], tanh_lanes(&x[i][l]));
        for (std::size_t i = 0; i < network_size; ++i) {
          const double* a = bent[edges.parent[3 * i]];
          const double* b = bent[edges.parent[3 * i + 1]];
          const double* c = bent[edges.parent[3 * i + 2]];
          const double wa = weights[3 * i], wb = weights[3 * i + 1], wc = weights[3 * i + 2];
          for (int l = 0; l < lanes; ++l) {
            const double f = -x[i][l] + wa * a[l] + wb * b[l] + wc * c[l];
            x[i][l] = std::fma(0.3, w[i][j * lanes + l], std::fma(f, h, x[i][l]));
          }
        }
      }
    }
    for (std::size_t i = 0; i < network_size; ++i)
      for (int l = 0; l < lanes; ++l)
        ends[i * static_cast<std::size_t>(trajectories) + static_cast<std::size_t>(first + l)] = x[i][l];
  }
  return ends;
}

}  // namespace dosde
