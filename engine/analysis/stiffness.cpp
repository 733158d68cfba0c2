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

}  // namespace

StiffnessReport examine_stiffness(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time) {
  StiffnessReport report;
  report.time = time;
  DriftField field(run, timeline, mechanisms, time);
  if (field.size() == 0) return report;
  report.is_frozen = field.names_time();

  OscillationWatch watch(run);
  Vector x = field.start();
  Vector sizes = x.cwiseAbs();
  const double span = run.experiment.time.stop() - run.experiment.time.start;
  FastestRate fastest;
  double elapsed = 0.0;
  for (int look = 0; look <= path_looks; ++look) {
    const Matrix jacobian = field.jacobian(x);
    Eigen::VectorXcd eigenvalues;
    if (jacobian.allFinite()) eigenvalues = field.eigenvalues(jacobian);
    // sqrt(x) at x = 0: the path may leave the place.
    double rate = eigenvalues.size() > 0 ? eigenvalues.cwiseAbs().maxCoeff() : 0.0;
    if (!std::isfinite(rate)) rate = 0.0;
    fastest.meet(rate, elapsed);
    const double substep = std::min(span / (path_looks * path_substeps), rate > 0.0 ? 0.2 / rate : span);
    watch.pass(eigenvalues, elapsed, path_substeps * substep);
    Vector next = x;
    for (int i = 0; i < path_substeps; ++i) {
      const Vector slope = field.drift(next);
      next += 0.5 * substep * (slope + field.drift(next + substep * slope));
    }
    if (!next.allFinite()) break;
    x = next;
    sizes = sizes.cwiseMax(x.cwiseAbs());
    elapsed += path_substeps * substep;
  }
  const FrozenRows rows = freeze_rows(run, timeline, mechanisms, time);
  report.has_edges = has_edges(rows);
  if (report.has_edges) {
    const FastestRate on_pilots = fastest_rate_on_pilot_paths(field, rows, run.model, span, watch);
    fastest.meet(on_pilots.rate, on_pilots.after);
  }
  report.has_equilibrium = solve_equilibrium(field, x);
  const Matrix jacobian = field.jacobian(x);
  if (jacobian.allFinite()) {
    const Eigen::VectorXcd eigenvalues = field.eigenvalues(jacobian);
    fastest.meet(eigenvalues.cwiseAbs().maxCoeff(), std::numeric_limits<double>::infinity());
    report.slowest_rate = eigenvalues.real().cwiseAbs().minCoeff();
    report.spectral_abscissa = eigenvalues.real().maxCoeff();
    report.stability = judge_stability(report.spectral_abscissa, eigenvalues.cwiseAbs().maxCoeff());
    if (report.has_equilibrium && report.stability != Stability::unstable)
      watch.rest(eigenvalues, report.is_frozen ? frozen_part * span : span);
  }
  if (report.has_equilibrium) {
    const Vector point = without_rounding(x, sizes);
    report.equilibrium.assign(point.data(), point.data() + point.size());
  }
  report.fastest_rate = fastest.rate;
  report.fastest_after = fastest.after;
  report.step = run.experiment.time.step;
  report.step_times_rate = report.step * report.fastest_rate;
  report.oscillation = watch.worst();
  return report;
}

}  // namespace dosde
