#include "engine/analysis/stationarity/generator_kernel.hpp"

#include <algorithm>
#include <cmath>

#include "engine/random/uniform.hpp"

namespace dosde {
namespace {

constexpr int bootstrap_draws = 1000;

/// Every variable in units of its standard deviation; the generator is that of the scaled process.
void standardise(std::vector<GeneratorPoint>& points) {
  const Eigen::Index size = points.front().state.size();
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(size), square = mean;
  for (const auto& point : points) mean += point.state / static_cast<double>(points.size());
  for (const auto& point : points) square += (point.state - mean).cwiseAbs2() / static_cast<double>(points.size() - 1);
  const Eigen::VectorXd scale =
      square.unaryExpr([](double variance) { return variance > 0.0 ? 1.0 / std::sqrt(variance) : 0.0; });
  for (auto& point : points) {
    point.state = point.state.cwiseProduct(scale).eval();
    point.drift = point.drift.cwiseProduct(scale).eval();
    point.diffusion = (scale.asDiagonal() * point.diffusion * scale.asDiagonal()).eval();
  }
}

double median_distance(const std::vector<GeneratorPoint>& points) {
  std::vector<double> distances;
  const std::size_t count = std::min<std::size_t>(points.size(), 512);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = i + 1; j < count; ++j) distances.push_back((points[i].state - points[j].state).norm());
  const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
  std::nth_element(distances.begin(), middle, distances.end());
  return *middle > 0.0 ? *middle : 1.0;
}

}  // namespace

double generator_kernel(const GeneratorPoint& x, const GeneratorPoint& y, double s) {
  const Eigen::VectorXd r = x.state - y.state;
  const Eigen::VectorXd dxr = x.diffusion * r, dyr = y.diffusion * r;
  const double a = y.drift.dot(r) / s + 0.5 * (r.dot(dyr) / (s * s) - y.diffusion.trace() / s);
  const Eigen::VectorXd b = y.drift / s + dyr / (s * s);
  const double second = x.diffusion.cwiseProduct(y.diffusion).sum() / (s * s) - 2.0 * b.dot(dxr) / s +
                        a * (r.dot(dxr) / (s * s) - x.diffusion.trace() / s);
  return std::exp(-0.5 * r.squaredNorm() / s) * (x.drift.dot(b) - a * x.drift.dot(r) / s + 0.5 * second);
}

KernelDeviation estimate_kernel_deviation(std::vector<GeneratorPoint> points, std::uint64_t key) {
  standardise(points);
  KernelDeviation deviation;
  deviation.points = points.size();
  deviation.bandwidth = median_distance(points);
  const double s = deviation.bandwidth * deviation.bandwidth;
  std::size_t trajectories = 0;
  for (const auto& point : points) trajectories = std::max(trajectories, point.trajectory + 1);
  const auto size = static_cast<Eigen::Index>(trajectories);
  Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(size, size);  // over the pairs of points of two trajectories
  double pairs = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const auto a = static_cast<Eigen::Index>(points[i].trajectory),
                 b = static_cast<Eigen::Index>(points[j].trajectory);
      if (a == b) continue;
      const double value = generator_kernel(points[i], points[j], s);
      sums(a, b) += value;
      sums(b, a) += value;
      pairs += 1.0;
    }
  }
  deviation.value = 0.5 * sums.sum() / pairs;
  // Signs of their own leave the degenerate part of the statistic's law as it is where the law is stationary.
  int larger = 0;
  Eigen::VectorXd signs(size);
  for (int draw = 0; draw < bootstrap_draws; ++draw) {
    for (Eigen::Index n = 0; n < size; ++n)
      signs[n] = uniform_open(key, static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(draw), 0) < 0.5 ? -1 : 1;
    if (0.5 * signs.dot(sums * signs) / pairs >= deviation.value) ++larger;
  }
  deviation.p_value = (1.0 + larger) / (1.0 + bootstrap_draws);
  return deviation;
}

}  // namespace dosde
