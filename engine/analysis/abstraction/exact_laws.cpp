#include "engine/analysis/abstraction/exact_laws.hpp"

#include "engine/analysis/moment_run.hpp"
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
    else
      solution_ = solve_moments(moments);
  } catch (const Error& error) {  // what has no such equations: drawn parameters, jumps, …
    if (error.kind() == ErrorKind::internal) throw;
    objection_ = error.diagnostics().front().problem + " are not known";
  }
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
