#include "engine/analysis/abstraction/exact_laws.hpp"

#include "engine/analysis/moment_run.hpp"
#include "engine/analysis/stiffness.hpp"
#include "engine/core/error.hpp"

namespace dosde {

ExactLaws::ExactLaws(const Experiment& experiment)
    : times_(experiment.saves.times.size()), variables_(experiment.model.variables.size()) {
  if (variables_ > most_exact_variables) {
    objection_ = "there are more than " + std::to_string(most_exact_variables) + " variables";
    return;
  }
  try {
    Experiment asked = experiment;
    asked.step_control.reset();
    const MomentRun moments = compile_moments(asked);
    if (moments.form == MomentForm::linear_noise)
      objection_ = "the equations of mean and covariance are not closed";
    else if (!moments.reflecting.empty())
      objection_ = "the equations of mean and covariance leave the bounds of " + moments.reflecting + " out";
    else if (is_too_stiff(moments.run))
      objection_ = "the drift is too stiff for the equations of mean and covariance";
    else
      solution_ = solve_moments(moments);
    for (const auto& cause : solution_.causes)
      if (!cause.empty()) objection_ = cause;
  } catch (const Error& error) {  // what has no such equations: drawn parameters, jumps, …
    if (error.kind() == ErrorKind::internal) throw;
    objection_ = error.diagnostics().front().problem + " are not known";
  }
}

bool ExactLaws::is_too_stiff(const CompiledRun& run) {
  const TimeGrid& grid = run.experiment.time;
  for (const Timeline& timeline : run.timelines)
    for (const Regime& regime : timeline.regimes)
      if (examine_stiffness(run, timeline, timeline.mechanism_sets[regime.mechanisms], grid.time(regime.first_tick))
                  .fastest_rate *
              (grid.stop() - grid.start) >
          most_exact_time)
        return true;
  return false;
}

GaussianLaw ExactLaws::law(std::size_t scenario, SaveRange range) const {
  const auto size = static_cast<Eigen::Index>(variables_);
  GaussianLaw law{Eigen::VectorXd::Zero(size), Eigen::MatrixXd::Zero(size, size)};
  const double part = 1.0 / static_cast<double>(range.last - range.first);
  Eigen::VectorXd origin;
  for (std::size_t time = range.first; time < range.last; ++time) {
    const std::size_t place = scenario * times_ + time;
    const Eigen::Map<const Eigen::VectorXd> mean(solution_.mean.data() + place * variables_, size);
    const Eigen::Map<const Eigen::MatrixXd> covariance(solution_.covariance.data() + place * variables_ * variables_,
                                                       size, size);
    if (time == range.first) origin = mean;
    law.mean += part * (mean - origin);
    law.covariance += part * (covariance + (mean - origin) * (mean - origin).transpose());
  }
  law.covariance -= law.mean * law.mean.transpose();
  law.mean += origin;
  return law;
}

}  // namespace dosde
