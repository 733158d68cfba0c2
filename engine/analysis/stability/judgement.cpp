#include "engine/analysis/stability/judgement.hpp"

namespace dosde {
namespace {

/// An eigenvalue closer to the axis than this part of the fastest is on it, as far as rounding lets one tell: a double
/// eigenvalue moves by the root of the rounding error.
constexpr double neutral_part = 1e-7;

}  // namespace

std::string to_string(Stability stability) {
  return stability == Stability::stable ? "stable" : stability == Stability::neutral ? "neutral" : "unstable";
}

Stability judge_stability(double abscissa, double magnitude) {
  const double tolerance = neutral_part * magnitude;
  return abscissa < -tolerance ? Stability::stable : abscissa > tolerance ? Stability::unstable : Stability::neutral;
}

}  // namespace dosde
