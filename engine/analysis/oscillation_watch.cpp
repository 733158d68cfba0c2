#include "engine/analysis/oscillation_watch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace dosde {
namespace {

/// A pair nearer to the imaginary axis than this part of its size is taken to be on it; one nearer to the real axis is
/// no oscillation.
constexpr double least_damping = 1e-6;
constexpr double least_turn = 1e-3;
/// Of the damping: less of it at least doubles the stationary variance.
constexpr double kept_part = 0.5;
constexpr double faithful_part = 0.9;
/// What has no damping grows by this at the most in steps that are recommended.
const double faithful_growth = std::log(1.1);
/// Amplitudes that are off by √2 have squares that are off by 2.
const double least_excess = 0.5 * std::log(2.0);
/// Of a stretch of a path.
const double least_growth = std::log(10.0);
constexpr int least_places = 10;
/// h|λ| beyond which no explicit step is looked for.
constexpr double farthest = 100.0;

/// The rate of an oscillation that does not grow by itself, on the axis where it is nearly; nothing where it is no
/// such.
std::optional<std::complex<double>> oscillation_of(std::complex<double> rate) {
  const double size = std::abs(rate);
  if (!(rate.imag() > least_turn * size) || rate.real() > least_damping * size) return std::nullopt;
  return rate.real() < -least_damping * size ? rate : std::complex<double>(0.0, rate.imag());
}

}  // namespace

OscillationWatch::OscillationWatch(const CompiledRun& run) : step_(run.experiment.time.step) {
  const Scheme* scheme = run.scheme.scheme;
  if (scheme != nullptr && scheme->drift_step == DriftStep::evaluated && !run.control)
    function_ = StabilityFunction::of(*scheme);
}

void OscillationWatch::rest(const Eigen::VectorXcd& eigenvalues, double time) {
  if (is_idle()) return;
  for (const std::complex<double> eigenvalue : eigenvalues) {
    const auto rate = oscillation_of(eigenvalue);
    if (!rate) continue;
    const double growth = function_->growth(*rate, step_);
    const double excess = growth - rate->real();
    // Not a number: the step's factor is not finite.
    if (!(growth <= kept_part * rate->real()) && !(excess * time <= least_excess))
      note(*rate, growth, std::numeric_limits<double>::infinity(), time);
  }
}

void OscillationWatch::pass(const Eigen::VectorXcd& eigenvalues, double after, double time) {
  if (is_idle()) return;
  std::complex<double> fastest_rate;
  double fastest = 0.0;
  for (const std::complex<double> eigenvalue : eigenvalues) {
    const auto rate = oscillation_of(eigenvalue);
    if (!rate) continue;
    const double growth = function_->growth(*rate, step_);
    if (!(growth > fastest)) continue;
    fastest = growth;
    fastest_rate = *rate;
  }
  if (fastest == 0.0) {
    passed_ = {};
    return;
  }
  if (passed_.places++ == 0) passed_.since = after;
  passed_.growth += fastest * time;
  passed_.time += time;
  if (passed_.places >= least_places && passed_.growth >= least_growth)
    note(fastest_rate, fastest, passed_.since, passed_.time);
}

void OscillationWatch::note(std::complex<double> rate, double growth, double after, double time) {
  // The worst is the one whose damping is off by most; where that is the same it is one, from where it was met first
  // and for as long as it was seen to last.
  constexpr double rounding = 1e-6;
  if (worst_) {
    const double excess = growth - rate.real(), known = worst_->growth - worst_->rate.real();
    if (excess < known * (1.0 - rounding)) return;
    if (excess <= known * (1.0 + rounding)) {
      after = std::min(after, worst_->after);
      time = std::max(time, worst_->time);
    }
  }
  const double farthest_step = std::max(step_, farthest / std::abs(rate));
  const bool is_damped = rate.real() < 0.0;
  const double most_growth = is_damped ? faithful_part * rate.real() : faithful_growth / time;
  const double faithful = function_->longest_step(rate, farthest_step, most_growth);
  const double longest = is_damped ? function_->longest_step(rate, farthest_step, 0.0) : faithful;
  worst_ = BadlyDamped{rate, std::exp(growth * step_), growth, longest, faithful, time, after};
}

}  // namespace dosde
