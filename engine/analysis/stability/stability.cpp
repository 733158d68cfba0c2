#include "engine/analysis/stability/stability.hpp"

#include <set>

#include "engine/analysis/drift_field.hpp"
#include "engine/analysis/frozen_rows.hpp"
#include "engine/analysis/stability/equilibria.hpp"
#include "engine/analysis/stability/second_moment.hpp"
#include "engine/ensemble/refuse_happenings.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;

Vector as_vector(const std::vector<double>& values) {
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

EquilibriumReport look_at(const FoundEquilibrium& found, DriftField& field, LoadingField& loadings, double step) {
  EquilibriumReport report;
  report.point.assign(found.point.data(), found.point.data() + found.point.size());
  report.residual = found.residual;
  report.starts = found.starts;
  const Eigen::MatrixXd jacobian = field.jacobian(found.point);
  if (jacobian.allFinite()) {
    const Eigen::VectorXcd eigenvalues = field.eigenvalues(jacobian);
    report.spectral_abscissa = eigenvalues.real().maxCoeff();
    report.fastest_rate = eigenvalues.cwiseAbs().maxCoeff();
    report.step_times_rate = step * report.fastest_rate;
    report.stability = judge_stability(report.spectral_abscissa, report.fastest_rate);
  }
  report.is_noise_free = loadings.strength(found.point) <= 1e-9 * (1.0 + found.point.norm());
  if (loadings.depends_on_state()) {
    report.second_moment_abscissa = second_moment_abscissa(jacobian, loadings.jacobians(found.point));
    if (report.second_moment_abscissa)
      report.mean_square = judge_stability(*report.second_moment_abscissa, report.fastest_rate);
  }
  return report;
}

}  // namespace

StabilityReport examine_stability(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time, std::int64_t starts) {
  StabilityReport report;
  report.start = time;
  const FrozenRows rows = freeze_rows(run, timeline, mechanisms, time);
  report.variables = rows.names;
  if (rows.names.empty()) return report;
  DriftField field(run, timeline, mechanisms, time);
  LoadingField loadings(rows, run.model.inputs, time);
  report.is_frozen = field.names_time();
  report.has_state_noise = loadings.depends_on_state();
  std::vector<Vector> first = {field.start()};
  const StiffnessReport path = examine_stiffness(run, timeline, mechanisms, time);
  if (path.has_equilibrium) first.insert(first.begin(), as_vector(path.equilibrium));
  const EquilibriumSearch search =
      find_equilibria(field, first, as_vector(rows.lower), as_vector(rows.upper), run.experiment.seed, starts);
  report.starts = search.starts;
  report.failed = search.failed;
  report.outside = search.outside;
  report.further = search.further;
  for (const auto& found : search.found)
    report.equilibria.push_back(look_at(found, field, loadings, run.experiment.time.step));
  return report;
}

std::vector<StabilityReport> examine_stability(const CompiledRun& run, std::int64_t starts) {
  refuse_happenings(run, "equilibria and their stability");
  std::vector<StabilityReport> all;
  for (std::size_t s = 0; s < run.timelines.size(); ++s) {
    const Timeline& timeline = run.timelines[s];
    std::set<std::size_t> seen;
    for (const auto& regime : timeline.regimes) {
      if (!seen.insert(regime.mechanisms).second) continue;
      all.push_back(examine_stability(run, timeline, timeline.mechanism_sets[regime.mechanisms],
                                      run.experiment.time.time(regime.first_tick), starts));
      all.back().scenario = run.experiment.scenarios[s].name;
    }
  }
  return all;
}

std::optional<double> examine_mean_square(const CompiledRun& run, const Timeline& timeline,
                                          const MechanismSet& mechanisms, const StiffnessReport& report) {
  if (!report.has_equilibrium || run.has_happenings) return std::nullopt;
  LoadingField loadings(freeze_rows(run, timeline, mechanisms, report.time), run.model.inputs, report.time);
  if (!loadings.depends_on_state()) return std::nullopt;
  DriftField field(run, timeline, mechanisms, report.time);
  const Vector x = as_vector(report.equilibrium);
  return second_moment_abscissa(field.jacobian(x), loadings.jacobians(x));
}

}  // namespace dosde
