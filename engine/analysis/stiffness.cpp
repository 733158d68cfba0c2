#include "engine/analysis/stiffness.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/drift_field.hpp"
#include "engine/analysis/frozen_rows.hpp"
#include "engine/analysis/oscillation_watch.hpp"
#include "engine/analysis/pilot_paths.hpp"
#include "engine/analysis/stability/equilibria.hpp"
#include "engine/expression/smoothness.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr int path_looks = 50;     ///< points along the noise-free path
constexpr int path_substeps = 20;  ///< Heun steps between two looks

/// A drift that names the time is looked at this often in a regime: what is found holds for such a part of the time.
constexpr double frozen_part = 1.0 / 8.0;
/// A coordinate of an equilibrium is 0 below this part of the largest value that the path had there.
constexpr double rounding = 1e-12;

/// A point with 0 in the place of what rounding, or a search that ends before it, left of it.
Vector without_rounding(Vector point, const Vector& sizes) {
  const double size = sizes.maxCoeff();
  for (Eigen::Index i = 0; i < point.size(); ++i)
    if (std::abs(point[i]) <= rounding * (sizes[i] > 0.0 ? sizes[i] : size)) point[i] = 0.0;
  return point;
}

/// Has the drift jumps or kinks in the state? Then its Jacobian at one place tells nothing of it beyond the next edge.
bool has_edges(const FrozenRows& rows) {
  return !std::all_of(rows.drifts.begin(), rows.drifts.end(),
                      [&](const Expression& drift) { return is_smooth_in(drift, rows.names); });
}

/// What is met along the path without noise and at its end.
struct Looked {
  FastestRate fastest;
  Vector end;    ///< an equilibrium, or where Newton's method left the search for one
  Vector sizes;  ///< largest values of the coordinates on the path
  bool has_equilibrium = false;
  Eigen::VectorXcd eigenvalues;  ///< at the end; empty: not finite

  [[nodiscard]] double abscissa() const { return eigenvalues.real().maxCoeff(); }
  [[nodiscard]] double magnitude() const { return eigenvalues.cwiseAbs().maxCoeff(); }
};

/// `watch` looks at what is met within `stay`; nullptr: nobody does.
Looked look_along(DriftField& field, double span, double stay, OscillationWatch* watch) {
  Looked looked;
  Vector x = field.start();
  looked.sizes = x.cwiseAbs();
  double elapsed = 0.0;
  for (int look = 0; look <= path_looks; ++look) {
    const Matrix jacobian = field.jacobian(x);
    Eigen::VectorXcd eigenvalues;
    if (jacobian.allFinite()) eigenvalues = field.eigenvalues(jacobian);
    // sqrt(x) at x = 0: the path may leave the place.
    double rate = eigenvalues.size() > 0 ? eigenvalues.cwiseAbs().maxCoeff() : 0.0;
    if (!std::isfinite(rate)) rate = 0.0;
    looked.fastest.meet(rate, elapsed);
    const double substep = std::min(span / (path_looks * path_substeps), rate > 0.0 ? 0.2 / rate : span);
    if (watch != nullptr && elapsed < stay)
      watch->pass(eigenvalues, elapsed, std::min(path_substeps * substep, stay - elapsed));
    Vector next = x;
    for (int i = 0; i < path_substeps; ++i) {
      const Vector slope = field.drift(next);
      next += 0.5 * substep * (slope + field.drift(next + substep * slope));
    }
    if (!next.allFinite()) break;
    x = next;
    looked.sizes = looked.sizes.cwiseMax(x.cwiseAbs());
    elapsed += path_substeps * substep;
  }
  looked.has_equilibrium = solve_equilibrium(field, x);
  looked.end = x;
  const Matrix jacobian = field.jacobian(x);
  if (jacobian.allFinite()) {
    looked.eigenvalues = field.eigenvalues(jacobian);
    looked.fastest.meet(looked.magnitude(), std::numeric_limits<double>::infinity());
  }
  return looked;
}

void report_equilibrium(const Looked& looked, StiffnessReport& report) {
  report.has_equilibrium = looked.has_equilibrium;
  report.ito_rate = looked.fastest.rate;
  if (looked.eigenvalues.size() > 0) {
    report.slowest_rate = looked.eigenvalues.real().cwiseAbs().minCoeff();
    report.spectral_abscissa = looked.abscissa();
    report.stability = judge_stability(looked.abscissa(), looked.magnitude());
  }
  if (!looked.has_equilibrium) return;
  const Vector point = without_rounding(looked.end, looked.sizes);
  report.equilibrium.assign(point.data(), point.data() + point.size());
}

}  // namespace

StiffnessReport examine_stiffness(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time, double stay) {
  StiffnessReport report;
  report.time = time;
  report.is_converted = integrates_another_drift(run, mechanisms);
  const Calculus calculus = report.is_converted ? Calculus::stratonovich : Calculus::ito;
  DriftField field(run, timeline, mechanisms, time, calculus);
  if (field.size() == 0) return report;
  report.is_frozen = field.names_time();

  const double span = run.experiment.time.stop() - run.experiment.time.start;
  stay = std::min(stay, span);
  OscillationWatch watch(run);
  const Looked looked = look_along(field, span, stay, &watch);
  FastestRate fastest = looked.fastest;
  const FrozenRows stepped = freeze_rows(run, timeline, mechanisms, time, calculus);
  report.has_edges = has_edges(stepped);
  if (report.has_edges) {
    const FrozenRows rows = report.is_converted ? freeze_rows(run, timeline, mechanisms, time) : stepped;
    const FastestRate on_pilots = fastest_rate_on_pilot_paths(field, rows, run.model, span, watch);
    fastest.meet(on_pilots.rate, on_pilots.after);
  }
  if (looked.has_equilibrium && looked.eigenvalues.size() > 0 &&
      judge_stability(looked.abscissa(), looked.magnitude()) != Stability::unstable)
    watch.rest(looked.eigenvalues, report.is_frozen ? frozen_part * stay : stay);

  if (report.is_converted) {
    DriftField ito(run, timeline, mechanisms, time);
    report_equilibrium(look_along(ito, span, stay, nullptr), report);
  } else {
    report_equilibrium(looked, report);
    report.ito_rate = fastest.rate;
  }
  report.fastest_rate = fastest.rate;
  report.fastest_after = fastest.after;
  report.step = run.experiment.time.step;
  report.step_times_rate = report.step * report.fastest_rate;
  report.oscillation = watch.worst();
  return report;
}

}  // namespace dosde
