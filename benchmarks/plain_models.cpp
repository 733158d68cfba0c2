// What people write today: one trajectory at a time, std::mt19937_64 and std::normal_distribution.

#include <cmath>
#include <random>

#include "benchmarks/benchmark_models.hpp"
#include "benchmarks/hand_written_models.hpp"

namespace dosde {

std::vector<double> lorenz_plainly(std::int64_t trajectories, std::int64_t steps) {
  const double sigma = 10.0, rho = 28.0, beta = 8.0 / 3.0, s = 0.5, h = 0.001, root = std::sqrt(h);
  std::mt19937_64 generator(benchmark_seed);
  std::normal_distribution<double> normal;
  std::vector<double> ends;
  for (std::int64_t n = 0; n < trajectories; ++n) {
    double x = 1.0, y = 1.0, z = 20.0;
    for (std::int64_t step = 0; step < steps; ++step) {
      const double fx = sigma * (y - x), fy = x * (rho - z) - y, fz = x * y - beta * z;
      x += fx * h + s * root * normal(generator);
      y += fy * h + s * root * normal(generator);
      z += fz * h + s * root * normal(generator);
    }
    ends.insert(ends.end(), {x, y, z});
  }
  return ends;
}

std::vector<double> ornstein_uhlenbeck_plainly(std::int64_t trajectories, std::int64_t steps) {
  const double theta = 1.0, mu = 0.5, s = 0.7, h = 0.01, root = std::sqrt(h);
  std::mt19937_64 generator(benchmark_seed);
  std::normal_distribution<double> normal;
  std::vector<double> ends;
  for (std::int64_t n = 0; n < trajectories; ++n) {
    double x = 0.0;
    for (std::int64_t step = 0; step < steps; ++step) x += theta * (mu - x) * h + s * root * normal(generator);
    ends.push_back(x);
  }
  return ends;
}

std::vector<double> network_plainly(std::int64_t trajectories, std::int64_t steps) {
  const NetworkEdges edges = network_edges();
  const double h = 0.01, root = std::sqrt(h);
  std::mt19937_64 generator(benchmark_seed);
  std::normal_distribution<double> normal;
  std::vector<double> ends;
  std::vector<double> x(network_size), f(network_size);
  for (std::int64_t n = 0; n < trajectories; ++n) {
    x.assign(network_size, 0.1);
    for (std::int64_t step = 0; step < steps; ++step) {
      for (std::size_t i = 0; i < network_size; ++i) {
        f[i] = -x[i];
        for (std::size_t k = 0; k < 3; ++k)
          f[i] += edges.weight[3 * i + k] * std::tanh(x[static_cast<std::size_t>(edges.parent[3 * i + k])]);
      }
      for (std::size_t i = 0; i < network_size; ++i) x[i] += f[i] * h + 0.3 * root * normal(generator);
    }
    ends.insert(ends.end(), x.begin(), x.end());
  }
  return ends;
}

}  // namespace dosde
