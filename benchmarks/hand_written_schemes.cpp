#include "benchmarks/hand_written_schemes.hpp"

#include <cmath>
#include <string>

#include "benchmarks/hand_written_block.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/normal.hpp"

namespace dosde {
namespace {

constexpr int width = hand_written_width;

}  // namespace

std::vector<double> heun_on_lorenz_by_hand(std::int64_t trajectories, std::int64_t steps) {
  constexpr double sigma = 10.0, rho = 28.0, beta = 8.0 / 3.0, s = 0.5, h = 0.001;
  const std::uint64_t keys[3] = {noise_key("x"), noise_key("y"), noise_key("z")};
  std::vector<double> ends(static_cast<std::size_t>(3 * trajectories));
  for (std::int64_t first = 0; first < trajectories; first += width) {
    alignas(64) double x[width], y[width], z[width], w[3][4 * width];
    for (int l = 0; l < width; ++l) x[l] = 1.0, y[l] = 1.0, z[l] = 20.0;
    for (std::int64_t step = 0; step < steps; step += 4) {
      for (int k = 0; k < 3; ++k)
        fill_normals<width>(w[k], keys[k], static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(step / 4), 0,
                            std::sqrt(h));
      for (int j = 0; j < 4; ++j) {
        for (int l = 0; l < width; ++l) {
          const double dx = w[0][j * width + l], dy = w[1][j * width + l], dz = w[2][j * width + l];
          const double fx = sigma * (y[l] - x[l]);
          const double fy = x[l] * (rho - z[l]) - y[l];
          const double fz = x[l] * y[l] - beta * z[l];
          const double px = std::fma(s, dx, std::fma(fx, h, x[l]));
          const double py = std::fma(s, dy, std::fma(fy, h, y[l]));
          const double pz = std::fma(s, dz, std::fma(fz, h, z[l]));
          x[l] = std::fma(s, dx, std::fma(0.5 * (fx + sigma * (py - px)), h, x[l]));
          y[l] = std::fma(s, dy, std::fma(0.5 * (fy + (px * (rho - pz) - py)), h, y[l]));
          z[l] = std::fma(s, dz, std::fma(0.5 * (fz + (px * py - beta * pz)), h, z[l]));
        }
      }
    }
    store_ends(ends, trajectories, first, {x, y, z});
  }
  return ends;
}

std::vector<double> sriw1_on_double_well_by_hand(std::int64_t trajectories, std::int64_t steps) {
  constexpr double h = 0.01;
  const double root = std::sqrt(h);
  const auto drift = [](double x) { return x - x * x * x; };
  const auto loading = [](double x) { return 0.5 + 0.2 * (x * x); };
  const std::uint64_t key = noise_key("x");
  std::vector<double> ends(static_cast<std::size_t>(trajectories));
  for (std::int64_t first = 0; first < trajectories; first += width) {
    alignas(64) double x[width], w[4 * width], a[4 * width];
    for (double& value : x) value = 0.5;
    for (std::int64_t step = 0; step < steps; step += 4) {
      const auto trajectory = static_cast<std::uint64_t>(first);
      fill_normals<width>(w, key, trajectory, static_cast<std::uint64_t>(step / 4), kWholeCellSlot, root);
      fill_normals<width>(a, key, trajectory, static_cast<std::uint64_t>(step / 4), kAreaSlot,
                          root * 0.28867513459481287);
      for (int j = 0; j < 4; ++j) {
        for (int l = 0; l < width; ++l) {
          const double dw = w[j * width + l];
          const double i10 = std::fma(0.5, dw, a[j * width + l]);
          const double square = dw * dw;
          const double i11 = (square - h) * (0.5 / root);
          const double i111 = dw * (square - 3.0 * h) * (1.0 / (6.0 * h));
          const double f0 = drift(x[l]);
          const double g0 = loading(x[l]);
          const double f1 = drift(x[l] + 0.75 * h * f0 + 1.5 * g0 * i10);
          const double g1 = loading(x[l] + 0.25 * h * f0 + 0.5 * root * g0);
          const double g2 = loading(x[l] + h * f0 - root * g0);
          const double g3 = loading(x[l] + 0.25 * h * f0 + root * (-5.0 * g0 + 3.0 * g1 + 0.5 * g2));
          const double sum = 4.0 / 3.0 * g1 - g0;
          x[l] += h * (f0 + 2.0 * f1) * (1.0 / 3.0) + (sum + 2.0 / 3.0 * g2) * dw + (sum - 1.0 / 3.0 * g2) * i11 +
                  (2.0 * g0 - 4.0 / 3.0 * g1 - 2.0 / 3.0 * g2) * i10 +
                  (g3 - 2.0 * g0 + 5.0 / 3.0 * g1 - 2.0 / 3.0 * g2) * i111;
        }
      }
    }
    store_ends(ends, trajectories, first, {x});
  }
  return ends;
}

}  // namespace dosde
