#include "engine/analysis/stability/equilibria.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/random/uniform.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr int newton_steps = 50;
/// Points closer than this part of their size are one.
constexpr double same_part = 1e-6;
/// Starts lie 10^-1.5 to 10^2 units of the start's size away from it.
constexpr double least_exponent = -1.5, most_exponent = 2.0;

/// A solution of J change = f. Where J is singular, the one that moves no conserved quantity: w·x with wᵀJ = 0 stays.
Vector newton_change(const Matrix& jacobian, const Vector& f) {
  const Eigen::FullPivLU<Matrix> factors(jacobian);
  if (factors.isInvertible()) return factors.solve(f);
  const Matrix conserved = jacobian.transpose().fullPivLu().kernel();
  Matrix stacked(jacobian.rows() + conserved.cols(), jacobian.cols());
  stacked << jacobian, conserved.transpose();
  Vector right = Vector::Zero(stacked.rows());
  right.head(f.size()) = f;
  return stacked.completeOrthogonalDecomposition().solve(right);
}

/// A number that grows with the start's, so that starts spread over sizes.
double random_offset(std::uint64_t key, std::int64_t start, Eigen::Index row) {
  const auto draw = [&](std::uint16_t slot) {
    return uniform_open(key, static_cast<std::uint64_t>(start), static_cast<std::uint64_t>(row), slot);
  };
  const double size = std::pow(10.0, least_exponent + (most_exponent - least_exponent) * draw(0));
  return draw(1) < 0.5 ? -size : size;
}

/// Where the n-th search begins, within the bounds.
Vector random_start(const Vector& center, const Vector& lower, const Vector& upper, std::uint64_t key,
                    std::int64_t start) {
  Vector x = center;
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const double offset = random_offset(key, start, i) * (1.0 + std::abs(center[i]));
    const double low = lower[i], high = upper[i];
    if (std::isfinite(low) && std::isfinite(high))
      x[i] =
          low + (high - low) * uniform_open(key, static_cast<std::uint64_t>(start), static_cast<std::uint64_t>(i), 2);
    else if (std::isfinite(low))
      x[i] = low + std::abs(offset);
    else if (std::isfinite(high))
      x[i] = high - std::abs(offset);
    else
      x[i] += offset;
  }
  return x;
}

bool is_same_point(const Vector& a, const Vector& b) {
  return (a - b).norm() <= same_part * (1.0 + std::max(a.norm(), b.norm()));
}

bool is_inside(const Vector& x, const Vector& lower, const Vector& upper) {
  const double slack = same_part * (1.0 + x.norm());
  return (x.array() >= lower.array() - slack).all() && (x.array() <= upper.array() + slack).all();
}

}  // namespace

bool solve_equilibrium(DriftField& field, Vector& x) {
  Vector guess = x;
  for (int i = 0; i < newton_steps; ++i) {
    const Vector f = field.drift(guess);
    if (!f.allFinite()) return false;
    const Vector change = newton_change(field.jacobian(guess), f);
    guess -= change;
    if (!guess.allFinite()) return false;
    if (change.norm() <= 1e-12 * (1.0 + guess.norm())) {
      const bool is_zero = field.drift(guess).norm() <= 1e-9 * (1.0 + guess.norm());
      if (is_zero) x = guess;
      return is_zero;
    }
  }
  return false;
}

EquilibriumSearch find_equilibria(DriftField& field, const std::vector<Vector>& first, const Vector& lower,
                                  const Vector& upper, std::uint64_t seed, std::int64_t starts) {
  EquilibriumSearch search;
  const std::uint64_t key = estimator_key(seed, "equilibria");
  for (std::int64_t n = 0; n < starts; ++n) {
    const bool is_given = n < static_cast<std::int64_t>(first.size());
    Vector x = is_given ? first[static_cast<std::size_t>(n)] : random_start(field.start(), lower, upper, key, n);
    ++search.starts;
    if (!solve_equilibrium(field, x)) {
      ++search.failed;
    } else if (!is_inside(x, lower, upper)) {
      ++search.outside;
    } else {
      const auto known = std::find_if(search.found.begin(), search.found.end(),
                                      [&](const auto& other) { return is_same_point(other.point, x); });
      if (known != search.found.end())
        ++known->starts;
      else if (search.found.size() < most_equilibria)
        search.found.push_back({x, field.drift(x).cwiseAbs().maxCoeff(), 1});
      else
        ++search.further;
    }
  }
  std::sort(search.found.begin(), search.found.end(), [](const auto& a, const auto& b) {
    return std::lexicographical_compare(a.point.begin(), a.point.end(), b.point.begin(), b.point.end());
  });
  return search;
}

}  // namespace dosde
