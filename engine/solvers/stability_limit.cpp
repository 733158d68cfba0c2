#include "engine/solvers/stability_limit.hpp"

#include <algorithm>
#include <cmath>

#include "engine/solvers/stability_function.hpp"

namespace dosde {
namespace {

constexpr double farthest = 1e3;
constexpr double rounding = 1e-10;
constexpr int halvings = 40;

}  // namespace

std::optional<double> real_stability_limit(const Scheme& scheme) {
  if (scheme.fit != nullptr) return std::nullopt;
  const std::optional<StabilityFunction> function = StabilityFunction::of(scheme);
  if (!function) return std::nullopt;
  const auto grows = [&](double rate) { return !(std::abs((*function)(-rate)) <= 1.0 + rounding); };
  double inside = 0.0;
  while (inside < farthest) {
    double outside = inside + std::max(1.0 / 32.0, inside / 16.0);
    if (grows(outside)) {
      for (int i = 0; i < halvings; ++i) {
        const double middle = 0.5 * (inside + outside);
        (grows(middle) ? outside : inside) = middle;
      }
      return inside;
    }
    inside = outside;
  }
  return std::nullopt;
}

}  // namespace dosde
