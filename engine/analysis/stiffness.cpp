#include "engine/analysis/stiffness.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/drift_field.hpp"
#include "engine/analysis/frozen_rows.hpp"
#include "engine/analysis/pilot_paths.hpp"
#include "engine/analysis/stability/equilibria.hpp"
#include "engine/expression/smoothness.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr int path_looks = 50;     ///< points along the noise-free path
constexpr int path_substeps = 20;  ///< Heun steps between two looks

double fastest_at(const DriftField& field, const Matrix& jacobian) {
  return jacobian.allFinite() ? field.eigenvalues(jacobian).cwiseAbs().maxCoeff()
                              : std::numeric_limits<double>::infinity();
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

  Vector x = field.start();
  const double span = run.experiment.time.stop() - run.experiment.time.start;
  FastestRate fastest;
  double elapsed = 0.0;
  for (int look = 0; look <= path_looks; ++look) {
    double rate = fastest_at(field, field.jacobian(x));
    if (!std::isfinite(rate)) rate = 0.0;  // sqrt(x) at x = 0: the path may leave the place
    fastest.meet(rate, elapsed);
    const double substep = std::min(span / (path_looks * path_substeps), rate > 0.0 ? 0.2 / rate : span);
    Vector next = x;
    for (int i = 0; i < path_substeps; ++i) {
      const Vector slope = field.drift(next);
      next += 0.5 * substep * (slope + field.drift(next + substep * slope));
    }
    if (!next.allFinite()) break;
    x = next;
    elapsed += path_substeps * substep;
  }
  const FrozenRows rows = freeze_rows(run, timeline, mechanisms, time);
  report.has_edges = has_edges(rows);
  if (report.has_edges) {
    const FastestRate on_pilots = fastest_rate_on_pilot_paths(field, rows, run.model, span);
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
  }
  if (report.has_equilibrium) report.equilibrium.assign(x.data(), x.data() + x.size());
  report.fastest_rate = fastest.rate;
  report.fastest_after = fastest.after;
  report.step_times_rate = run.experiment.time.step * report.fastest_rate;
  return report;
}

}  // namespace dosde
