#include "engine/analysis/abstraction/derived_model.hpp"

#include <algorithm>
#include <cmath>

#include "engine/analysis/abstraction/gaussian_gap.hpp"
#include "engine/analysis/abstraction/noise_scales.hpp"
#include "engine/analysis/autonomous_rows.hpp"
#include "engine/analysis/stability/stability.hpp"
#include "engine/core/error.hpp"
#include "engine/core/number_text.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;

constexpr std::int64_t equilibrium_starts = 32;
constexpr std::size_t most_told = 3;
/// A second zero of a drift is looked for within so many standard deviations.
constexpr double scanned_deviations = 5.0;

std::string point_text(const std::vector<std::string>& names, const std::vector<double>& values) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most_told); ++i)
    text += (i == 0 ? "" : ", ") + names[i] + " = " + number_text(std::fabs(values[i]) < 1e-12 ? 0.0 : values[i], 7);
  return names.size() > most_told ? text + ", …" : text;
}

std::string points_text(const StabilityReport& report) {
  std::string text;
  for (std::size_t k = 0; k < std::min(report.equilibria.size(), most_told); ++k)
    text += (k == 0 ? "" : "; ") + point_text(report.variables, report.equilibria[k].point);
  return report.equilibria.size() > most_told ? text + "; …" : text;
}

/// The only equilibrium, or else the only stable one, with a caution; nullptr with an objection.
const EquilibriumReport* choose_equilibrium(const StabilityReport& report, DerivedAnswer& answer) {
  const EquilibriumReport* stable = nullptr;
  std::size_t count = 0;
  for (const EquilibriumReport& equilibrium : report.equilibria) {
    if (equilibrium.stability != Stability::stable) continue;
    stable = &equilibrium;
    ++count;
  }
  if (report.equilibria.empty()) {
    answer.objection = "the equations at equilibrium have no solution that was found from " +
                       std::to_string(report.starts) + " starts";
    return nullptr;
  }
  if (report.equilibria.size() == 1) {
    const EquilibriumReport& found = report.equilibria.front();
    if (stable == nullptr)
      answer.cautions.push_back("the equilibrium " + point_text(report.variables, found.point) + " is " +
                                to_string(found.stability) + ", so that the micro model does not settle there");
    return &found;
  }
  const std::string several = "the equations at equilibrium have more than one solution: " + points_text(report);
  if (count != 1) {
    answer.objection = several;
    return nullptr;
  }
  answer.cautions.push_back(several + "; taken is the only stable one, " + point_text(report.variables, stable->point));
  return stable;
}

}  // namespace

DerivedModel::DerivedModel(const SimulatedModel& micro, std::size_t reference, SaveRange last_range,
                           const ExactLaws& exact)
    : micro_(micro),
      reference_(reference),
      exact_(exact),
      observed_(rows_at(reference, last_range.last - 1)),
      scm_(micro.run().model, observed_, std::vector<double>(observed_.size(), 1.0)) {
  const std::string& name = micro.run().experiment.scenarios[reference].name;
  const auto refuse = [](const std::string& problem, const std::string& why) {
    throw Error(ErrorKind::scenario, problem, why, "Give a macro model, or name another reference (--reference NAME).");
  };
  for (std::size_t i = 0; i < observed_.size(); ++i)
    if (observed_[i].clamp)
      refuse("the reference '" + name + "' clamps '" + micro.run().model.variables[i].name + "'",
             "the noise of a held variable cannot be seen");
  const std::string objection = objection_to_autonomy(micro.run().model, observed_);
  if (!objection.empty()) refuse("'" + name + "' has no equilibrium model: " + objection, {});
  if (!scm_.objection().empty()) refuse("'" + name + "' has no structural equations: " + scm_.objection(), {});
}

const MechanismSet& DerivedModel::regime_at(std::size_t scenario, std::size_t save) const {
  const Timeline& timeline = micro_.run().timelines[scenario];
  return timeline.mechanism_sets[timeline.regime_at(micro_.run().save_ticks[save]).mechanisms];
}

MechanismSet DerivedModel::rows_at(std::size_t scenario, std::size_t save) const {
  return structural_rows(regime_at(scenario, save), uniform_parameters(micro_.run().model));
}

bool DerivedModel::has_one_regime(std::size_t scenario, SaveRange range) const {
  const std::vector<std::int64_t>& ticks = micro_.run().save_ticks;
  const Timeline& timeline = micro_.run().timelines[scenario];
  const std::size_t mechanisms = timeline.regime_at(ticks[range.first]).mechanisms;
  return std::all_of(timeline.regimes.begin(), timeline.regimes.end(), [&](const Regime& regime) {
    return regime.first_tick <= ticks[range.first] || regime.first_tick > ticks[range.last - 1] ||
           regime.mechanisms == mechanisms;
  });
}

std::vector<ScmAssignment> DerivedModel::assignments() const {
  std::vector<ScmAssignment> all;
  for (std::size_t i = 0; i < observed_.size(); ++i)
    all.push_back({micro_.run().model.variables[i].name, scm_.assignment(i), scm_.is_symbolic(i)});
  return all;
}

DerivedAnswer DerivedModel::answer(std::size_t scenario, SaveRange range, const std::vector<bool>& taken) {
  DerivedAnswer answer;
  const CompiledRun& run = micro_.run();
  if (!has_one_regime(scenario, range) || !has_one_regime(reference_, range)) {
    answer.objection = "the mechanisms change within the long run";
    return answer;
  }
  const MechanismSet mechanisms = rows_at(scenario, range.last - 1);
  answer.objection = objection_to_autonomy(run.model, mechanisms);
  if (!answer.objection.empty()) return answer;
  const NoiseScales noise = compare_noise(run.model, observed_, mechanisms);
  answer.objection = noise.objection;
  if (!answer.objection.empty()) return answer;
  EquilibriumScm scm(run.model, mechanisms, noise.scales);
  answer.objection = scm.objection();
  if (answer.objection.empty()) find_point(scm, scenario, range.last - 1, answer);
  if (answer.objection.empty()) solve_sample(scm, range, taken, answer);
  if (answer.objection.empty() && exact_.objection().empty() && scm.is_affine() && scm_.is_affine())
    answer.law = scm.solution_law(scm_.noise_law(exact_.law(reference_, range)));
  return answer;
}

/// The one equilibrium, and whether the micro model goes there.
void DerivedModel::find_point(EquilibriumScm& scm, std::size_t scenario, std::size_t save,
                              DerivedAnswer& answer) const {
  const CompiledRun& run = micro_.run();
  const StabilityReport report = examine_stability(run, run.timelines[scenario], regime_at(scenario, save),
                                                   run.shape.save_times[save], equilibrium_starts);
  Vector x = Vector::Zero(static_cast<Eigen::Index>(run.model.variables.size()));
  if (!report.variables.empty()) {
    const EquilibriumReport* found = choose_equilibrium(report, answer);
    if (found == nullptr) return;
    for (std::size_t k = 0; k < report.variables.size(); ++k)
      x[static_cast<Eigen::Index>(run.model.find_variable(report.variables[k]).index())] = found->point[k];
  }
  if (!scm.solve(x, Vector::Zero(x.size()))) {
    answer.objection = "the structural equations have no single solution without noise";
    return;
  }
  answer.point.assign(x.begin(), x.end());
}

void DerivedModel::solve_sample(EquilibriumScm& scm, SaveRange range, const std::vector<bool>& taken,
                                DerivedAnswer& answer) {
  const LawSample observed = micro_.sample(reference_, range, taken);
  if (observed.states() == 0) return;
  const GaussianLaw moments = moments_of(observed);
  const Vector width = scanned_deviations * moments.covariance.diagonal().cwiseMax(0.0).cwiseSqrt();
  const auto size = static_cast<Eigen::Index>(observed.variables);
  const Vector point = Eigen::Map<const Vector>(answer.point.data(), size);
  for (const std::string& caution : {scm_.second_zeros(moments.mean, width), scm.second_zeros(point, width)})
    if (!caution.empty()) answer.cautions.push_back(caution + "; taken is the one next to each state");
  answer.sample = {observed.trajectories, observed.times, observed.variables, {}};
  std::size_t unsolved = 0;
  for (std::size_t n = 0; n < observed.states(); ++n) {
    Vector x = Eigen::Map<const Vector>(observed.state(n), size);  // the solution where nothing is done
    const Vector noise = scm_.noise_of(x);
    const bool is_solved = noise.allFinite() && (scm.solve(x, noise) || scm.solve(x = point, noise));
    if (!is_solved) ++unsolved;
    answer.sample.values.insert(answer.sample.values.end(), x.begin(), x.end());
  }
  if (unsolved > 0)
    answer.objection = "the structural equations have no solution for the noise of " + std::to_string(unsolved) +
                       " of " + std::to_string(observed.states()) + " observed states";
}

}  // namespace dosde
