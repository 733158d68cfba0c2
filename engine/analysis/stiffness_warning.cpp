#include "engine/analysis/stiffness_warning.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/core/number_text.hpp"
#include "engine/solvers/registry.hpp"
#include "engine/solvers/stability_limit.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

/// Rates are looked for in so many rows x regimes x times x points, a millisecond or so each.
constexpr std::int64_t most_rows_at_once = 400;
/// Whether exact_linear serves a model is seen from the exponential of its matrix, in moments for so many rows.
constexpr std::size_t most_exact_rows = 12;

std::string text(double value, int digits = 4) { return number_text(value, digits); }

/// When and where something is met that a path came to so long after the start, in words.
std::string place_of(const RegimeStiffness& found, double after) {
  std::string scenario = "the drift of '" + found.scenario + "' ";
  for (const auto& open : found.open) scenario += (&open == found.open.data() ? "under the " : "and the ") + open + " ";
  if (found.is_later) return scenario + "around t = " + text(found.start, 6);
  if (!found.open.empty()) return scenario + "once open";
  if (after == 0.0 || found.report.is_frozen) return scenario + "from t = " + text(found.start, 6) + " on";
  if (std::isinf(after))
    return scenario + "at the equilibrium that its regime from t = " + text(found.start, 6) + " on has";
  return scenario + "as it is where a first path comes around t = " + text(found.start + after, 3);
}

/// What the scheme bears, in words.
std::string limit_of(const Scheme& scheme, const StiffnessReport& report) {
  const auto limit = real_stability_limit(scheme);
  const std::string explicit_scheme = "'" + scheme.name + "', which is explicit, ";
  if (!limit) return explicit_scheme + "follows it in steps well below 1/rate only";
  return explicit_scheme + "is stable for real rates up to " + text(*limit, 3) +
         "/step = " + text(*limit / report.step) +
         (report.step_times_rate < *limit ? " and follows them in steps well below 1/rate only" : "");
}

/// Could a run of these steps take a scheme that is made for numbers?
bool fits_everywhere(const CompiledRun& run, const Scheme& scheme) {
  if (!order_on(scheme, run.noise_class.noise_class) || run.has_happenings || !run.experiment.sweep.is_empty() ||
      !run.pieces.empty() || run.cells_per_step > 1 || run.steps_per_cell > 1 || !run.recorded_sources.empty())
    return false;
  for (const auto& timeline : run.timelines)
    for (const auto& mechanisms : timeline.mechanism_sets) {
      const StepProblem problem = make_step_problem(run.model, mechanisms, scheme.integrates, run.experiment.time.step);
      if (scheme.fit != nullptr && scheme.fit(problem).misfit) return false;
    }
  return true;
}

/// The scheme that bears the step, and what it does. Trapezoidal steps h of dx = -λ(x - m) dt + (s + μx) dW
/// have its stationary mean and variance, (1 + hλ/2)² V = ((1 - hλ/2)² + hμ²) V + h(s + μm)² at every h; those of
/// implicit and split-step Euler are off by factors (docs/schemes.md).
std::string cure_of(const CompiledRun& run, bool has_edges) {
  if (run.model.variables.size() <= most_exact_rows && fits_everywhere(run, *find_scheme("exact_linear")))
    return "solver.scheme = \"exact_linear\", which has the law of these linear equations at any step";
  const bool has_noise = run.noise_class.noise_class != NoiseClass::none;
  if (!has_noise && fits_everywhere(run, *find_scheme("rosenbrock4")))
    return "solver.scheme = \"rosenbrock4\", which solves for the drift";
  return "solver.scheme = \"trapezoidal_maruyama\", which solves for the drift" +
         std::string(has_noise ? " and keeps the variance of linear equations" : "") +
         (has_edges ? " (it has no solution where that jumps down)" : "");
}

Diagnostic diagnostic_of(const CompiledRun& run, std::string problem, std::string why, std::string suggestion) {
  return {Severity::warning,
          run.experiment.scheme_location,
          "W006",
          std::move(problem),
          std::move(why),
          std::move(suggestion),
          "",
          0,
          1};
}

/// Whose Jacobian, in words.
std::string jacobian_of(const StiffnessReport& report) {
  return report.is_converted ? "Jacobian in the Stratonovich form, which the scheme integrates," : "Jacobian";
}

Diagnostic warning_of_rate(const CompiledRun& run, const RegimeStiffness& worst, const std::string& cure) {
  const StiffnessReport& report = worst.report;
  // The correction is half the square of noise that multiplies: where it alone is fast, so is the noise.
  const bool is_of_noise = report.is_converted && report.step * report.ito_rate <= 1.0;
  return diagnostic_of(
      run, "the step " + text(report.step) + " is long for " + place_of(worst, report.fastest_after),
      "the fastest rate of its " + jacobian_of(report) + " is " + text(report.fastest_rate) + ", and " +
          limit_of(*run.scheme.scheme, report),
      "take time.step = " + text(0.5 / report.fastest_rate, 2) + " or less" +
          (is_of_noise ? ": that rate comes from the noise, which schemes of all kinds must resolve" : ", or " + cure));
}

/// The scheme that keeps the amplitude of an oscillation without damping. Trapezoidal steps multiply it by
/// |1 + iωh/2| / |1 - iωh/2| = 1.
std::string cure_of_growth(const CompiledRun& run) {
  if (run.model.variables.size() <= most_exact_rows && fits_everywhere(run, *find_scheme("exact_linear")))
    return "solver.scheme = \"exact_linear\", which has the law of these linear equations at any step";
  return "solver.scheme = \"trapezoidal_maruyama\", whose steps keep the amplitude";
}

Diagnostic warning_of_growth(const CompiledRun& run, const RegimeStiffness& worst) {
  const BadlyDamped& found = *worst.report.oscillation;
  constexpr double most_told = 20.0;  // a factor of 5e8
  const double exponent = found.growth * found.time;
  const std::string factor = exponent <= most_told ? "a factor of " + text(std::exp(exponent), 3)
                                                   : "more than a factor of " + text(std::exp(most_told), 1);
  return diagnostic_of(
      run,
      "the step " + text(worst.report.step) + " is too long for an oscillation without damping in " +
          place_of(worst, found.after),
      "an eigenvalue of its " + jacobian_of(worst.report) + " is ± " + text(found.rate.imag()) + "i, and steps of '" +
          run.scheme.scheme->name + "' let the amplitude, which the equation keeps, grow at the rate " +
          text(found.growth, 3) + ": by " + factor + " in a time of " + text(found.time),
      "take time.step = " + text(found.faithful, 2) + " or less, at which that is a tenth, or " + cure_of_growth(run));
}

Diagnostic warning_of_oscillation(const CompiledRun& run, const RegimeStiffness& worst, const std::string& cure) {
  const BadlyDamped& found = *worst.report.oscillation;
  const double damping = -found.rate.real();
  const bool grows = !(found.growth <= 0.0);
  const std::string effect = grows ? "so that it grows"
                                   : "so that the steps damp it at the rate " + text(-found.growth, 3) +
                                         " only, and its variance is about " + text(damping / -found.growth, 2) +
                                         " times too large in the long run";
  return diagnostic_of(
      run,
      "the step " + text(worst.report.step) + " is too long for the damping of an oscillation in " +
          place_of(worst, found.after),
      "an eigenvalue of its " + jacobian_of(worst.report) + " is -" + text(damping) + " ± " + text(found.rate.imag()) +
          "i, and a step of '" + run.scheme.scheme->name +
          "' multiplies that oscillation by |R| = " + text(found.factor, 6) + " where the equation has " +
          text(std::exp(found.rate.real() * worst.report.step), 6) + ", " + effect + "; at steps up to " +
          text(found.longest) + " it does not grow",
      "take time.step = " + text(found.faithful, 2) + " or less, which keeps nine tenths of the damping, or " + cure);
}

}  // namespace

std::vector<Diagnostic> warn_of_stiffness(const CompiledRun& run, const std::vector<RegimeStiffness>& regimes) {
  std::vector<Diagnostic> warnings;
  const bool has_own_steps = run.control.has_value();  // trajectories shorten them where they must
  if (run.scheme.scheme->drift_step != DriftStep::evaluated || regimes.empty() || has_own_steps) return warnings;
  std::vector<RegimeStiffness> all = regimes;
  for (auto&& more : {examine_later_times(run), examine_swept_points(run)})
    all.insert(all.end(), more.begin(), more.end());
  const auto& fastest = *std::max_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.report.step_times_rate < b.report.step_times_rate;
  });
  const auto excess = [](const RegimeStiffness& each) {
    return each.report.oscillation ? each.report.oscillation->growth - each.report.oscillation->rate.real() : 0.0;
  };
  const auto& swinging =
      *std::max_element(all.begin(), all.end(), [&](const auto& a, const auto& b) { return excess(a) < excess(b); });
  // Where a drift jumps down, an implicit step has no solution.
  const bool has_edges = std::any_of(all.begin(), all.end(), [](const auto& each) { return each.report.has_edges; });
  const bool is_swinging = swinging.report.oscillation.has_value();
  // What the rate says of the oscillation itself is less.
  constexpr double rounding = 1e-6;
  const bool is_told = is_swinging && fastest.report.step_times_rate <= (1.0 + rounding) * swinging.report.step *
                                                                            std::abs(swinging.report.oscillation->rate);
  const bool is_fast = fastest.report.step_times_rate > 1.0 && !is_told;
  if (!is_fast && !is_swinging) return warnings;
  const std::string cure = cure_of(run, has_edges);
  if (is_fast) warnings.push_back(warning_of_rate(run, fastest, cure));
  if (!is_swinging) return warnings;
  const bool is_damped = swinging.report.oscillation->rate.real() < 0.0;
  warnings.push_back(is_damped ? warning_of_oscillation(run, swinging, cure) : warning_of_growth(run, swinging));
  return warnings;
}

std::vector<Diagnostic> warn_of_stiffness_at_once(const CompiledRun& run) {
  if (count_examined_rows(run) > most_rows_at_once) return {};
  return warn_of_stiffness(run, examine_regimes(run));
}

}  // namespace dosde
