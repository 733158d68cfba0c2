#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "engine/analysis/stationarity/kernel_deviation.hpp"

namespace dosde {

/// A state with the drift and the covariance rate there.
struct GeneratorPoint {
  Eigen::VectorXd state;
  Eigen::VectorXd drift;
  Eigen::MatrixXd diffusion;
  std::size_t trajectory = 0;
};

/// L_x L_y k(x, y) of the kernel k = exp(-|x - y|²/2s), the generator applied in both arguments (Lorch et al. 2024,
/// arXiv 2310.17405), in closed form for any diffusion:
///   with r = x - y, a = f_y·r/s + ½(rᵀD_y r/s² - tr D_y/s), b = f_y/s + D_y r/s²:
///   k · [f_x·b - a f_x·r/s + ½(tr(D_x D_y)/s² - 2 bᵀD_x r/s + a(rᵀD_x r/s² - tr D_x/s))].
double generator_kernel(const GeneratorPoint& x, const GeneratorPoint& y, double s);

/// Variables are divided by their standard deviations first (constant ones left out); the bandwidth is the median
/// distance. `key` is that of the signs. Trajectories: numbered from 0, at least two.
KernelDeviation estimate_kernel_deviation(std::vector<GeneratorPoint> points, std::uint64_t key);

}  // namespace dosde
