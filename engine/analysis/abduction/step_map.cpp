#include "engine/analysis/abduction/step_map.hpp"

#include <cmath>

namespace dosde {

StepMap::Assignment StepMap::compile(const AssignedFormulas& formulas) const {
  const Model& model = observed_.run.model;
  return {formulas.variables, FormulaSet(formulas.values, model.variable_names(), model.inputs)};
}

StepMap::StepMap(const ObservedRun& observed) : observed_(observed) {
  const Model& model = observed.run.model;
  const StepFormulas formulas = list_step_formulas(observed.run);
  for (const auto& rows : formulas.rows)
    rows_.push_back({rows.free, rows.places, FormulaSet(rows.drifts, rows.names, model.inputs),
                     FormulaSet(rows.loadings, rows.names, model.inputs), compile(rows.clamps)});
  for (const auto& [tick, assigned] : formulas.impulses) impulses_.emplace(tick, compile(assigned));
}

void StepMap::begin(std::int64_t step, const Eigen::VectorXd& state) {
  Rows& rows = rows_[observed_.mechanisms_at(step)];
  const double h = observed_.run.experiment.time.step;
  const double time = observed_.run.experiment.time.time(step);
  mean_ = Eigen::VectorXd::Zero(state.size());
  size_ = Eigen::VectorXd::Zero(state.size());
  loading_ = Eigen::MatrixXd::Zero(state.size(), static_cast<Eigen::Index>(observed_.run.sources.size()));
  if (rows.free.empty()) return;
  const Eigen::VectorXd x = state(rows.free);
  const Eigen::VectorXd& drift = rows.drift.evaluate(x, time);
  for (std::size_t k = 0; k < rows.free.size(); ++k) {
    const auto row = static_cast<Eigen::Index>(k);
    mean_[rows.free[k]] = std::fma(drift[row], h, x[row]);
    size_[rows.free[k]] = std::abs(x[row]) + h * std::abs(drift[row]);
  }
  if (rows.places.empty()) return;
  const Eigen::VectorXd& loadings = rows.loading.evaluate(x, time);
  const double root = std::sqrt(h);
  for (std::size_t k = 0; k < rows.places.size(); ++k)
    loading_(rows.places[k].first, rows.places[k].second) += root * loadings[static_cast<Eigen::Index>(k)];
}

void StepMap::apply(Assignment& assignment, double time, Eigen::VectorXd& state) {
  if (assignment.variables.empty()) return;
  const Eigen::VectorXd& values = assignment.values.evaluate(state, time);
  for (std::size_t k = 0; k < assignment.variables.size(); ++k)
    state[assignment.variables[k]] = values[static_cast<Eigen::Index>(k)];
}

Eigen::VectorXd StepMap::end(std::int64_t step, const Eigen::VectorXd& reached) {
  Eigen::VectorXd state = reached;
  const double time = observed_.run.experiment.time.time(step + 1);
  apply(rows_[observed_.mechanisms_at(step)].clamps, time, state);
  if (const auto impulse = impulses_.find(step + 1); impulse != impulses_.end()) apply(impulse->second, time, state);
  apply(rows_[observed_.mechanisms_at(step + 1)].clamps, time, state);
  return state;
}

}  // namespace dosde
