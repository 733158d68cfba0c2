#include "engine/analysis/abduction/linear_steps.hpp"

#include <Eigen/Dense>
#include <limits>

#include "engine/analysis/abduction/step_formulas.hpp"

namespace dosde {

struct LinearSteps::Rows {
  std::vector<Eigen::Index> free;       ///< variables
  std::unique_ptr<FormulaField> drift;  ///< of the free variables
  std::unique_ptr<FormulaSet> loading;
  std::vector<std::pair<Eigen::Index, Eigen::Index>> places;  ///< (place among the free rows, source) of each loading
  Assignment clamps;
};

LinearSteps::~LinearSteps() = default;

void LinearSteps::note_bend(const std::string& what) {
  if (bend_.empty()) bend_ = what;
}

LinearSteps::Assignment LinearSteps::assign(const AssignedFormulas& formulas, const std::string& what) {
  const Model& model = observed_.run.model;
  Assignment made{formulas.variables,
                  std::make_unique<FormulaField>(formulas.values, model.variable_names(), model.inputs)};
  if (const auto bent = made.values->first_bent(); bent >= 0)
    note_bend(what + " '" +
              model.variables[static_cast<std::size_t>(formulas.variables[static_cast<std::size_t>(bent)])].name +
              "' is not affine in the variables");
  return made;
}

LinearSteps::LinearSteps(const ObservedRun& observed) : observed_(observed) {
  const CompiledRun& run = observed.run;
  const StepFormulas formulas = list_step_formulas(run);
  for (const auto& from : formulas.rows) {
    auto rows = std::make_unique<Rows>();
    rows->free = from.free;
    for (std::size_t k = 0; k < from.places.size(); ++k) {
      const auto row = std::find(from.free.begin(), from.free.end(), from.places[k].first) - from.free.begin();
      rows->places.emplace_back(row, from.places[k].second);
      if (!is_free_of(from.loadings[k], from.names))
        note_bend("the noise of '" + from.names[static_cast<std::size_t>(row)] + "' depends on a variable");
    }
    rows->drift = std::make_unique<FormulaField>(from.drifts, from.names, run.model.inputs);
    if (const auto bent = rows->drift->first_bent(); bent >= 0)
      note_bend("the drift of '" + from.names[static_cast<std::size_t>(bent)] + "' is not affine");
    rows->loading = std::make_unique<FormulaSet>(from.loadings, from.names, run.model.inputs);
    rows->clamps = assign(from.clamps, "the clamp of");
    rows_.push_back(std::move(rows));
  }
  for (const auto& [tick, assigned] : formulas.impulses) impulses_.emplace(tick, assign(assigned, "the impulse on"));
}

void LinearSteps::apply(Assignment& assignment, double time) {
  if (assignment.variables.empty()) return;
  const LinearEnd before = end_;
  const Eigen::VectorXd from = before.move * reached_ + before.constant;
  assignment.values->evaluate(from, time);
  for (std::size_t k = 0; k < assignment.variables.size(); ++k) {
    const Eigen::Index i = assignment.variables[k];
    const Eigen::RowVectorXd slope = assignment.values->jacobian().row(static_cast<Eigen::Index>(k));
    end_.move.row(i) = slope * before.move;
    end_.constant[i] = slope.dot(before.constant - from) + assignment.values->values()[static_cast<Eigen::Index>(k)];
  }
  end_.is_nothing = false;
}

/// (1 - θ h A(t + h)) x' = (1 + (1 - θ) h A(t)) x + (1 - θ) h b(t) + θ h b(t + h) + σ(t) ΔW, with f(x) = A x + b.
void LinearSteps::take_drift(Rows& rows, const Eigen::VectorXd& state, double time) {
  const double h = observed_.run.experiment.time.step;
  const double theta = *observed_.run.scheme.scheme->implicitness;
  const Eigen::Index all = state.size();
  const auto n = static_cast<Eigen::Index>(rows.free.size());
  step_.move = Eigen::MatrixXd::Zero(all, all);
  step_.constant = Eigen::VectorXd::Zero(all);
  step_.noise = Eigen::MatrixXd::Zero(all, static_cast<Eigen::Index>(observed_.run.sources.size()));
  if (n == 0) return;
  Eigen::MatrixXd left = Eigen::MatrixXd::Identity(n, n), right = left;
  Eigen::VectorXd constant = Eigen::VectorXd::Zero(n);
  const Eigen::VectorXd x = state(rows.free);
  const auto take = [&](double weight) {
    constant += weight * h * (rows.drift->values() - rows.drift->jacobian() * x);
  };
  rows.drift->evaluate(x, time);
  right += (1.0 - theta) * h * rows.drift->jacobian();
  take(1.0 - theta);
  if (theta > 0.0) {
    rows.drift->evaluate(x, time + h);
    left -= theta * h * rows.drift->jacobian();
    take(theta);
  }
  Eigen::MatrixXd noise = Eigen::MatrixXd::Zero(n, step_.noise.cols());
  if (!rows.places.empty()) {
    const Eigen::VectorXd& loadings = rows.loading->evaluate(x, time);
    for (std::size_t k = 0; k < rows.places.size(); ++k)
      noise(rows.places[k].first, rows.places[k].second) += loadings[static_cast<Eigen::Index>(k)];
  }
  if (theta > 0.0) {
    const Eigen::PartialPivLU<Eigen::MatrixXd> solver(left);
    right = solver.solve(right).eval();
    constant = solver.solve(constant).eval();
    noise = solver.solve(noise).eval();
  }
  step_.move(rows.free, rows.free) = right;
  step_.constant(rows.free) = constant;
  for (Eigen::Index k = 0; k < n; ++k) step_.noise.row(rows.free[static_cast<std::size_t>(k)]) = noise.row(k);
}

const LinearStep& LinearSteps::at(std::int64_t step, const Eigen::VectorXd& state) {
  const TimeGrid& grid = observed_.run.experiment.time;
  Rows& rows = *rows_[observed_.mechanisms_at(step)];
  take_drift(rows, state, grid.time(step));
  reached_ = step_.move * state + step_.constant;
  end_ = {true, Eigen::MatrixXd::Identity(state.size(), state.size()), Eigen::VectorXd::Zero(state.size())};
  const double time = grid.time(step + 1);
  apply(rows.clamps, time);
  if (const auto impulse = impulses_.find(step + 1); impulse != impulses_.end()) apply(impulse->second, time);
  apply(rows_[observed_.mechanisms_at(step + 1)]->clamps, time);
  if (end_.is_nothing) return step_;
  step_.move = (end_.move * step_.move).eval();
  step_.constant = (end_.move * step_.constant + end_.constant).eval();
  step_.noise = (end_.move * step_.noise).eval();
  return step_;
}

const LinearStep& LinearSteps::at(std::int64_t step) {
  return at(step, Eigen::VectorXd::Zero(static_cast<Eigen::Index>(observed_.run.model.variables.size())));
}

Eigen::VectorXd LinearSteps::held_at_start() {
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorKind::usage,
                "the path in '" + observed_.paths.origin +
                    "' has gaps, latent variables or noise of observation, and " + what + " at its start",
                "where it was before is not in the path", "let that be a step later");
  };
  if (impulses_.contains(0)) refuse("an impulse acts");
  const auto all = static_cast<Eigen::Index>(observed_.run.model.variables.size());
  Eigen::VectorXd values = Eigen::VectorXd::Constant(all, std::numeric_limits<double>::quiet_NaN());
  Assignment& clamps = rows_[observed_.mechanisms_at(0)]->clamps;
  if (clamps.variables.empty()) return values;
  clamps.values->evaluate(Eigen::VectorXd::Zero(all), observed_.run.experiment.time.start);
  if (!clamps.values->jacobian().isZero(0.0)) refuse("a clamp names other variables");
  for (std::size_t k = 0; k < clamps.variables.size(); ++k)
    values[clamps.variables[k]] = clamps.values->values()[static_cast<Eigen::Index>(k)];
  return values;
}

}  // namespace dosde
