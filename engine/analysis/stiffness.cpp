#include "engine/analysis/stiffness.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <variant>

#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr int path_looks = 50;     ///< points along the noise-free path
constexpr int path_substeps = 20;  ///< Heun steps between two looks
constexpr int newton_steps = 50;

/// The drift of the free rows and its Jacobian as functions of a point.
class DriftField {
 public:
  DriftField(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms)
      : rows_(make_step_problem(run.model, mechanisms, Calculus::ito).rows) {
    point_.tables = run.model.inputs;
    point_.values = uniform_parameters(run.model);
    point_.values["t"] = run.experiment.time.start;
    set_medians(run, timeline);
    for (const auto& row : rows_)
      for (const auto& other : rows_) derivatives_.push_back(differentiate(row.drift, other.name));
  }

  [[nodiscard]] Eigen::Index size() const { return static_cast<Eigen::Index>(rows_.size()); }

  [[nodiscard]] Vector start() const {
    Vector x(size());
    for (Eigen::Index i = 0; i < size(); ++i) x[i] = point_.values.at(rows_[static_cast<std::size_t>(i)].name);
    return x;
  }

  Vector drift(const Vector& x) {
    move_to(x);
    Vector f(size());
    for (Eigen::Index i = 0; i < size(); ++i) f[i] = evaluate_scalar(rows_[static_cast<std::size_t>(i)].drift, point_);
    return f;
  }

  Matrix jacobian(const Vector& x) {
    move_to(x);
    Matrix j(size(), size());
    for (Eigen::Index r = 0; r < size(); ++r)
      for (Eigen::Index c = 0; c < size(); ++c)
        j(r, c) = evaluate_scalar(derivatives_[static_cast<std::size_t>(r * size() + c)], point_);
    return j;
  }

 private:
  void move_to(const Vector& x) {
    for (Eigen::Index i = 0; i < size(); ++i) point_.values[rows_[static_cast<std::size_t>(i)].name] = x[i];
  }

  /// Every draw at u = ½: the median.
  void set_medians(const CompiledRun& run, const Timeline& timeline) {
    for (const auto& [symbol, place] : run.layout.inputs)
      if (place.segment == Segment::lane_input) point_.values[symbol] = 0.5;
    const auto drawn = drawn_parameters(run.model);
    for (std::size_t pass = 0; pass < drawn.size(); ++pass)
      for (const auto& name : drawn)
        point_.values[name] = median(run.model.parameters[run.model.find_parameter(name).index()].value);
    for (std::size_t i = 0; i < run.model.variables.size(); ++i) {
      const auto& initial = timeline.initial[i];
      double value = 0.0;
      if (const auto* formula = std::get_if<Expression>(&initial)) value = evaluate_scalar(*formula, point_);
      if (const auto* law = std::get_if<Law>(&initial)) value = median(*law);
      if (const auto* recorded = std::get_if<RecordedInitial>(&initial)) value = recorded->values->front();
      point_.values[run.model.variables[i].name] = value;
    }
  }

  [[nodiscard]] double median(const Quantity& quantity) const {
    if (const auto* law = std::get_if<Law>(&quantity))
      return evaluate_scalar(find_law(law->name)->quantile(law->arguments, Expression(0.5)), point_);
    return evaluate_scalar(std::get<Expression>(quantity), point_);
  }

  std::vector<FreeRow> rows_;
  std::vector<Expression> derivatives_;  ///< [row][column]
  Point point_;
};

double fastest(const Matrix& jacobian) {
  return jacobian.allFinite() ? jacobian.eigenvalues().cwiseAbs().maxCoeff() : std::numeric_limits<double>::infinity();
}

/// Newton's method; the point stays where it is if it does not converge.
bool find_equilibrium(DriftField& field, Vector& x) {
  Vector guess = x;
  for (int i = 0; i < newton_steps; ++i) {
    const Vector f = field.drift(guess);
    if (!f.allFinite()) return false;
    const Vector change = field.jacobian(guess).fullPivLu().solve(f);
    guess -= change;
    if (!guess.allFinite()) return false;
    if (change.norm() <= 1e-12 * (1.0 + guess.norm())) {
      const bool is_zero = field.drift(guess).norm() <= 1e-9 * (1.0 + guess.norm());
      if (is_zero) x = guess;
      return is_zero;
    }
  }
  return false;
}

}  // namespace

StiffnessReport examine_stiffness(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms) {
  StiffnessReport report;
  DriftField field(run, timeline, mechanisms);
  if (field.size() == 0) return report;

  Vector x = field.start();
  const double span = run.experiment.time.stop() - run.experiment.time.start;
  for (int look = 0; look <= path_looks; ++look) {
    const double rate = fastest(field.jacobian(x));
    if (!std::isfinite(rate)) break;
    report.fastest_rate = std::max(report.fastest_rate, rate);
    const double substep = std::min(span / (path_looks * path_substeps), rate > 0.0 ? 0.2 / rate : span);
    Vector next = x;
    for (int i = 0; i < path_substeps; ++i) {
      const Vector slope = field.drift(next);
      next += 0.5 * substep * (slope + field.drift(next + substep * slope));
    }
    if (!next.allFinite()) break;
    x = next;
  }
  report.has_equilibrium = find_equilibrium(field, x);
  const Matrix jacobian = field.jacobian(x);
  if (jacobian.allFinite()) {
    const auto eigenvalues = jacobian.eigenvalues();
    report.fastest_rate = std::max(report.fastest_rate, eigenvalues.cwiseAbs().maxCoeff());
    report.slowest_rate = eigenvalues.real().cwiseAbs().minCoeff();
    report.spectral_abscissa = eigenvalues.real().maxCoeff();
  }
  if (report.has_equilibrium) report.equilibrium.assign(x.data(), x.data() + x.size());
  report.step_times_rate = run.experiment.time.step * report.fastest_rate;
  return report;
}

}  // namespace dosde
