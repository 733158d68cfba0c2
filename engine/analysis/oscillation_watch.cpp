#include "engine/analysis/oscillation_watch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dosde {
namespace {

/// A pair nearer to the imaginary axis than this part of its size is not seen to be damped; one nearer to the real axis
/// is no oscillation.
constexpr double least_damping = 1e-6;
constexpr double least_turn = 1e-3;
/// Of the damping: less of it at least doubles the stationary variance.
constexpr double kept_part = 0.5;
constexpr double faithful_part = 0.9;
/// Amplitudes that are off by √2 have squares that are off by 2.
const double least_excess = 0.5 * std::log(2.0);
/// Of a stretch of a path.
const double least_growth = std::log(10.0);
constexpr int least_places = 10;
/// h|λ| beyond which no explicit step is looked for.
constexpr double farthest = 100.0;

bool is_damped_pair(std::complex<double> rate) {
  const double size = std::abs(rate);
  return rate.imag() > least_turn * size && rate.real() < -least_damping * size;
}

}  // namespace

OscillationWatch::OscillationWatch(const CompiledRun& run) : step_(run.experiment.time.step) {
  const Scheme* scheme = run.scheme.scheme;
  if (scheme != nullptr && scheme->drift_step == DriftStep::evaluated && !run.control)
    function_ = StabilityFunction::of(*scheme);
}

void OscillationWatch::rest(const Eigen::VectorXcd& eigenvalues, double time) {
  if (is_idle()) return;
  for (const std::complex<double> rate : eigenvalues) {
    if (!is_damped_pair(rate)) continue;
    const double growth = function_->growth(rate, step_);
    const double excess = growth - rate.real();
    // Not a number: the step's factor is not finite.
    if (!(growth <= kept_part * rate.real()) && !(excess * time <= least_excess))
      note(rate, growth, std::numeric_limits<double>::infinity());
  }
}

void OscillationWatch::pass(const Eigen::VectorXcd& eigenvalues, double after, double time) {
  if (is_idle()) return;
  std::complex<double> fastest_rate;
  double fastest = 0.0;
  for (const std::complex<double> rate : eigenvalues) {
    if (!is_damped_pair(rate)) continue;
    const double growth = function_->growth(rate, step_);
    if (!(growth > fastest)) continue;
    fastest = growth;
    fastest_rate = rate;
  }
  if (fastest == 0.0) {
    passed_ = {};
    return;
  }
  if (passed_.places++ == 0) passed_.since = after;
  passed_.growth += fastest * time;
  if (passed_.places >= least_places && passed_.growth >= least_growth) note(fastest_rate, fastest, passed_.since);
}

void OscillationWatch::note(std::complex<double> rate, double growth, double after) {
  // The worst is the one whose damping is off by most; where that is the same, the first to be met.
  constexpr double rounding = 1e-6;
  const double excess = growth - rate.real();
  if (worst_) {
    const double known = worst_->growth - worst_->rate.real();
    if (!(excess > known * (1.0 + rounding)) && !(excess >= known * (1.0 - rounding) && after < worst_->after)) return;
  }
  const double farthest_step = std::max(step_, farthest / std::abs(rate));
  worst_ = BadlyDamped{rate,
                       std::exp(growth * step_),
                       growth,
                       function_->longest_step(rate, farthest_step, 0.0),
                       function_->longest_step(rate, farthest_step, faithful_part),
                       after};
}

}  // namespace dosde
