#include "engine/analysis/stiffness.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <variant>

#include "engine/causal/causal_graph.hpp"
#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;
using Spectrum = Eigen::VectorXcd;

constexpr int path_looks = 50;     ///< points along the noise-free path
constexpr int path_substeps = 20;  ///< Heun steps between two looks
constexpr int newton_steps = 50;

/// The drift of the free rows and its Jacobian as functions of a point.
class DriftField {
 public:
  DriftField(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time)
      : rows_(make_step_problem(run.model, mechanisms, Calculus::ito).rows) {
    point_.tables = run.model.inputs;
    point_.values = uniform_parameters(run.model);
    point_.values["t"] = time;
    set_medians(run, timeline);
    std::map<std::string, Eigen::Index> number_of;
    for (const auto& row : rows_) number_of.emplace(row.name, static_cast<Eigen::Index>(number_of.size()));
    for (Eigen::Index i = 0; i < size(); ++i) {
      const Expression& drift = rows_[static_cast<std::size_t>(i)].drift;
      for (const auto& symbol : symbols_of(drift)) {
        names_time_ = names_time_ || symbol == "t";  // which tables are read at
        const auto other = number_of.find(symbol);
        if (other != number_of.end()) entries_.push_back({i, other->second, differentiate(drift, symbol)});
      }
    }
    find_components();
  }

  /// Does the drift move in time by itself?
  [[nodiscard]] bool names_time() const { return names_time_; }

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
    Matrix j = Matrix::Zero(size(), size());
    for (const auto& entry : entries_) j(entry.row, entry.column) = evaluate_scalar(entry.derivative, point_);
    return j;
  }

  /// The eigenvalues of a finite Jacobian: those of its diagonal blocks, one a component of the feedback structure.
  [[nodiscard]] Spectrum eigenvalues(const Matrix& jacobian) const {
    Spectrum all(size());
    Eigen::Index filled = 0;
    for (const auto& component : components_) {
      const auto count = static_cast<Eigen::Index>(component.size());
      Matrix block(count, count);
      for (Eigen::Index r = 0; r < count; ++r)
        for (Eigen::Index c = 0; c < count; ++c)
          block(r, c) =
              jacobian(component[static_cast<std::size_t>(r)].value, component[static_cast<std::size_t>(c)].value);
      if (count == 1)
        all[filled] = block(0, 0);
      else
        all.segment(filled, count) = block.eigenvalues();
      filled += count;
    }
    return all;
  }

 private:
  /// An entry of the Jacobian that is not identically zero.
  struct Entry {
    Eigen::Index row;
    Eigen::Index column;
    Expression derivative;
  };

  void find_components() {
    CausalGraph graph;
    for (const auto& row : rows_) graph.variables.push_back(row.name);
    graph.drift_edges.assign(rows_.size() * rows_.size(), 0);
    graph.diffusion_edges = graph.drift_edges;
    for (const auto& entry : entries_)
      graph.drift_edges[static_cast<std::size_t>(entry.row * size() + entry.column)] = 1;
    components_ = strongly_connected_components(graph);
  }

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
  std::vector<Entry> entries_;
  std::vector<std::vector<VariableId>> components_;  ///< ids are places in rows_
  bool names_time_ = false;
  Point point_;
};

double fastest(const DriftField& field, const Matrix& jacobian) {
  return jacobian.allFinite() ? field.eigenvalues(jacobian).cwiseAbs().maxCoeff()
                              : std::numeric_limits<double>::infinity();
}

/// A solution of J change = f. Where J is singular, the one that moves no conserved quantity: w·x with wᵀJ = 0 stays.
Vector newton_change(const Matrix& jacobian, const Vector& f) {
  const Eigen::FullPivLU<Matrix> factors(jacobian);
  if (factors.isInvertible()) return factors.solve(f);
  const Matrix conserved = jacobian.transpose().fullPivLu().kernel();
  Matrix stacked(jacobian.rows() + conserved.cols(), jacobian.cols());
  stacked << jacobian, conserved.transpose();
  Vector right = Vector::Zero(stacked.rows());
  right.head(f.size()) = f;
  return stacked.completeOrthogonalDecomposition().solve(right);
}

/// Newton's method; the point stays where it is if it does not converge.
bool find_equilibrium(DriftField& field, Vector& x) {
  Vector guess = x;
  for (int i = 0; i < newton_steps; ++i) {
    const Vector f = field.drift(guess);
    if (!f.allFinite()) return false;
    const Vector change = newton_change(field.jacobian(guess), f);
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

/// An eigenvalue closer to the axis than this part of the fastest is on it, as far as rounding lets one tell: a double
/// eigenvalue moves by the root of the rounding error.
constexpr double neutral_part = 1e-7;

}  // namespace

std::string to_string(Stability stability) {
  return stability == Stability::stable ? "stable" : stability == Stability::neutral ? "neutral" : "unstable";
}

StiffnessReport examine_stiffness(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time) {
  StiffnessReport report;
  report.time = time;
  DriftField field(run, timeline, mechanisms, time);
  if (field.size() == 0) return report;
  report.is_frozen = field.names_time();

  Vector x = field.start();
  const double span = run.experiment.time.stop() - run.experiment.time.start;
  for (int look = 0; look <= path_looks; ++look) {
    const double rate = fastest(field, field.jacobian(x));
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
    const Spectrum eigenvalues = field.eigenvalues(jacobian);
    report.fastest_rate = std::max(report.fastest_rate, eigenvalues.cwiseAbs().maxCoeff());
    report.slowest_rate = eigenvalues.real().cwiseAbs().minCoeff();
    report.spectral_abscissa = eigenvalues.real().maxCoeff();
    const double tolerance = neutral_part * eigenvalues.cwiseAbs().maxCoeff();
    report.stability = report.spectral_abscissa < -tolerance  ? Stability::stable
                       : report.spectral_abscissa > tolerance ? Stability::unstable
                                                              : Stability::neutral;
  }
  if (report.has_equilibrium) report.equilibrium.assign(x.data(), x.data() + x.size());
  report.step_times_rate = run.experiment.time.step * report.fastest_rate;
  return report;
}

}  // namespace dosde
