#include "engine/analysis/abduction/linear_steps.hpp"

#include <Eigen/Dense>
#include <limits>
#include <map>

#include "engine/analysis/frozen_rows.hpp"
#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const ObservedRun& observed, const std::string& formula) {
  throw Error(
      ErrorKind::usage,
      "the path in '" + observed.paths.origin + "' has gaps, latent variables or noise of observation, and " + formula,
      "what was not observed has a law in closed form for linear models with additive noise only",
      "give every variable at every step, without noise");
}

}  // namespace

struct LinearSteps::Rows {
  std::vector<Eigen::Index> free;       ///< variables
  std::unique_ptr<FormulaField> drift;  ///< of the free variables
  std::unique_ptr<FormulaSet> loading;
  std::vector<std::pair<Eigen::Index, Eigen::Index>> entries;  ///< (variable, source) of each loading
  Assignment clamps;
};

LinearSteps::~LinearSteps() = default;

LinearSteps::Assignment LinearSteps::assign(const std::vector<Eigen::Index>& variables,
                                            const std::vector<Expression>& formulas, const std::string& what) const {
  const Model& model = observed_.run.model;
  const auto parameters = uniform_parameters(model);
  std::vector<Expression> bound;
  for (const auto& formula : formulas) bound.push_back(bind_values(formula, parameters));
  Assignment made{variables, std::make_unique<FormulaField>(bound, model.variable_names(), model.inputs)};
  if (made.values->first_bent() >= 0)
    refuse(observed_,
           what + " '" +
               model.variables[static_cast<std::size_t>(variables[static_cast<std::size_t>(made.values->first_bent())])]
                   .name +
               "' is not affine in the variables");
  return made;
}

LinearSteps::LinearSteps(const ObservedRun& observed) : observed_(observed) {
  const CompiledRun& run = observed.run;
  const Timeline& timeline = run.timelines.front();
  for (const auto& mechanisms : timeline.mechanism_sets) {
    const FrozenRows frozen = freeze_rows(run, timeline, mechanisms, run.experiment.time.start);
    auto rows = std::make_unique<Rows>();
    std::vector<Expression> loadings;
    for (std::size_t r = 0; r < frozen.names.size(); ++r) {
      rows->free.push_back(run.model.find_variable(frozen.names[r]).value);
      for (const auto& term : frozen.loadings[r]) {
        if (!is_free_of(term.loading, frozen.names))
          refuse(observed, "the noise of '" + frozen.names[r] + "' depends on a variable");
        const auto source = std::find(run.sources.begin(), run.sources.end(), term.source) - run.sources.begin();
        rows->entries.emplace_back(rows->free.back(), source);
        loadings.push_back(term.loading);
      }
    }
    rows->drift = std::make_unique<FormulaField>(frozen.drifts, frozen.names, run.model.inputs);
    if (const auto bent = rows->drift->first_bent(); bent >= 0)
      refuse(observed, "the drift of '" + frozen.names[static_cast<std::size_t>(bent)] + "' is not affine");
    rows->loading = std::make_unique<FormulaSet>(loadings, frozen.names, run.model.inputs);
    std::vector<Eigen::Index> held;
    std::vector<Expression> values;
    for (std::size_t i = 0; i < mechanisms.size(); ++i) {
      if (!mechanisms[i].clamp) continue;
      held.push_back(static_cast<Eigen::Index>(i));
      values.push_back(*mechanisms[i].clamp);
    }
    rows->clamps = assign(held, values, "the clamp of");
    rows_.push_back(std::move(rows));
  }
  for (const auto& impulse : timeline.impulses)
    if (impulse.tick == 0) refuse(observed, "an impulse acts at its start");
}

void LinearSteps::apply(Assignment& assignment, double time) {
  if (assignment.variables.empty()) return;
  const LinearStep before = step_;
  assignment.values->evaluate(Eigen::VectorXd::Zero(step_.move.rows()), time);
  for (std::size_t k = 0; k < assignment.variables.size(); ++k) {
    const Eigen::Index i = assignment.variables[k];
    const Eigen::RowVectorXd slope = assignment.values->jacobian().row(static_cast<Eigen::Index>(k));
    step_.move.row(i) = slope * before.move;
    step_.constant[i] = slope * before.constant + assignment.values->values()[static_cast<Eigen::Index>(k)];
    step_.noise.row(i) = slope * before.noise;
  }
}

/// (1 - θ h A(t + h)) x' = (1 + (1 - θ) h A(t)) x + (1 - θ) h b(t) + θ h b(t + h) + σ(t) ΔW.
void LinearSteps::take_drift(Rows& rows, double time) {
  const double h = observed_.run.experiment.time.step;
  const double theta = *observed_.run.scheme.scheme->implicitness;
  const auto all = static_cast<Eigen::Index>(observed_.run.model.variables.size());
  const auto n = static_cast<Eigen::Index>(rows.free.size());
  step_.move = Eigen::MatrixXd::Zero(all, all);
  step_.constant = Eigen::VectorXd::Zero(all);
  step_.noise = Eigen::MatrixXd::Zero(all, static_cast<Eigen::Index>(observed_.run.sources.size()));
  if (n == 0) return;
  Eigen::MatrixXd left = Eigen::MatrixXd::Identity(n, n), right = left;
  Eigen::VectorXd constant = Eigen::VectorXd::Zero(n);
  const Eigen::VectorXd origin = Eigen::VectorXd::Zero(n);
  rows.drift->evaluate(origin, time);
  right += (1.0 - theta) * h * rows.drift->jacobian();
  constant += (1.0 - theta) * h * rows.drift->values();
  if (theta > 0.0) {
    rows.drift->evaluate(origin, time + h);
    left -= theta * h * rows.drift->jacobian();
    constant += theta * h * rows.drift->values();
  }
  Eigen::MatrixXd noise = Eigen::MatrixXd::Zero(n, step_.noise.cols());
  if (!rows.entries.empty()) {
    const Eigen::VectorXd& loadings = rows.loading->evaluate(origin, time);
    for (std::size_t k = 0; k < rows.entries.size(); ++k) {
      const auto row = std::find(rows.free.begin(), rows.free.end(), rows.entries[k].first) - rows.free.begin();
      noise(row, rows.entries[k].second) += loadings[static_cast<Eigen::Index>(k)];
    }
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

const LinearStep& LinearSteps::at(std::int64_t step) {
  const Timeline& timeline = observed_.run.timelines.front();
  const TimeGrid& grid = observed_.run.experiment.time;
  Rows& rows = *rows_[observed_.mechanisms_at(step)];
  take_drift(rows, grid.time(step));
  const double end = grid.time(step + 1);
  apply(rows.clamps, end);
  std::vector<Eigen::Index> moved;
  std::vector<Expression> values;
  for (const auto& impulse : timeline.impulses) {
    if (impulse.tick != step + 1) continue;
    moved.push_back(impulse.variable.value);
    values.push_back(impulse.new_value);
  }
  if (!moved.empty()) {
    Assignment impulse = assign(moved, values, "the impulse on");
    apply(impulse, end);
  }
  apply(rows_[observed_.mechanisms_at(step + 1)]->clamps, end);
  return step_;
}

Eigen::VectorXd LinearSteps::held_at_start() {
  const auto all = static_cast<Eigen::Index>(observed_.run.model.variables.size());
  Eigen::VectorXd values = Eigen::VectorXd::Constant(all, std::numeric_limits<double>::quiet_NaN());
  Assignment& clamps = rows_[observed_.mechanisms_at(0)]->clamps;
  if (clamps.variables.empty()) return values;
  clamps.values->evaluate(Eigen::VectorXd::Zero(all), observed_.run.experiment.time.start);
  if (!clamps.values->jacobian().isZero(0.0)) refuse(observed_, "a clamp at its start names other variables");
  for (std::size_t k = 0; k < clamps.variables.size(); ++k)
    values[clamps.variables[k]] = clamps.values->values()[static_cast<Eigen::Index>(k)];
  return values;
}

}  // namespace dosde
