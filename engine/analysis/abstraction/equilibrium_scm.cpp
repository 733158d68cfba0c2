#include "engine/analysis/abstraction/equilibrium_scm.hpp"

#include <Eigen/Dense>
#include <cmath>
#include <limits>

#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/smoothness.hpp"

namespace dosde {
namespace {

using Vector = Eigen::VectorXd;
using Matrix = Eigen::MatrixXd;

constexpr int newton_steps = 50;
constexpr double precision = 1e-12;
constexpr int scan_points = 400;

/// The zero of the drift in its own variable, as a formula of the others; nothing where the drift is not affine in it.
std::optional<Expression> solve_affine(const Expression& drift, const std::string& variable) {
  if (!is_smooth_in(drift, {variable})) return std::nullopt;
  const Expression slope = assume_finite(differentiate(drift, variable));
  if (!is_free_of(slope, {variable})) return std::nullopt;
  const Expression rest = assume_finite(substitute(drift, {{variable, Expression(0.0)}}));
  const Expression plain = slope.is_constant() ? rest / Expression(-slope.value()) : -rest / slope;
  const Expression collected = assume_finite(plain);  // 10*y/10 is y; but 8/3 would be told as a quotient of integers
  return to_short_text(collected, 200).size() <= to_short_text(plain, 200).size() ? collected : plain;
}

bool is_small(double change, double size) { return std::fabs(change) <= precision * (1.0 + std::fabs(size)); }

}  // namespace

MechanismSet structural_rows(const MechanismSet& mechanisms, const std::map<std::string, double>& parameters) {
  MechanismSet rows;
  for (const Mechanism& row : mechanisms) rows.push_back(row.edited && !row.clamp ? *row.edited : row);
  return with_values(rows, parameters);
}

EquilibriumScm::EquilibriumScm(const Model& model, const MechanismSet& mechanisms, std::vector<double> scales)
    : names_(model.variable_names()), scales_(std::move(scales)) {
  std::vector<Expression> formulas;
  for (std::size_t i = 0; i < mechanisms.size(); ++i) {
    const Mechanism& row = mechanisms[i];
    Row made{names_[i], {}};
    formulas.emplace_back(0.0);
    if (row.clamp) {
      made.is_clamped = true;
      made.assignment = formulas.back() = *row.clamp;
    } else if (is_smooth_in(row.drift, {names_[i]}) && is_zero(differentiate(row.drift, names_[i])) == Proof::proven) {
      objection_ = "the drift of '" + names_[i] + "' does not depend on '" + names_[i] +
                   "', so at equilibrium it says nothing about it: " + to_short_text(row.drift, 80);
    } else if (const auto solved = solve_affine(row.drift, names_[i])) {
      made.assignment = formulas.back() = *solved;
    } else {
      made.assignment = row.drift;
      made.implicit.emplace(std::vector<Expression>{row.drift}, names_, model.inputs);
    }
    rows_.push_back(std::move(made));
  }
  formulas_.emplace(formulas, names_, model.inputs);
}

std::string EquilibriumScm::assignment(std::size_t variable) const {
  const Row& row = rows_[variable];
  const std::string text = to_short_text(row.assignment, 200);
  return row.implicit ? "the zero of " + text + " in " + row.name : text;
}

bool EquilibriumScm::is_affine() const {
  for (const Row& row : rows_)
    if (row.implicit) return false;
  return formulas_->first_bent() < 0;
}

/// Newton's method in one variable, from its value in x.
bool EquilibriumScm::find_zero(Row& row, Eigen::Index i, const Vector& x) {
  Vector point = x;
  for (int step = 0; step < newton_steps; ++step) {
    row.implicit->evaluate(point, 0.0);
    const double slope = row.implicit->jacobian()(0, i);
    const double change = row.implicit->values()[0] / slope;
    if (!std::isfinite(change)) return false;
    point[i] -= change;
    if (!is_small(change, point[i])) continue;
    values_[i] = point[i];
    jacobian_.row(i) = -row.implicit->jacobian().row(0) / slope;  // of the implicit function
    jacobian_(i, i) = 0.0;
    return true;
  }
  return false;
}

bool EquilibriumScm::evaluate(const Vector& x) {
  formulas_->evaluate(x, 0.0);
  values_ = formulas_->values();
  jacobian_ = formulas_->jacobian();
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].implicit && !find_zero(rows_[i], static_cast<Eigen::Index>(i), x)) return false;
  return values_.allFinite() && jacobian_.allFinite();
}

Vector EquilibriumScm::noise_of(const Vector& x) {
  if (!evaluate(x)) return Vector::Constant(x.size(), std::numeric_limits<double>::quiet_NaN());
  Vector noise = x - values_;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].is_clamped) noise[static_cast<Eigen::Index>(i)] = 0.0;
  return noise;
}

bool EquilibriumScm::solve(Vector& x, const Vector& noise) {
  const Vector scaled = Eigen::Map<const Vector>(scales_.data(), x.size()).cwiseProduct(noise);
  for (int step = 0; step < newton_steps; ++step) {
    if (!evaluate(x)) return false;
    if (!factors_ || !is_affine()) factors_.emplace(Matrix::Identity(x.size(), x.size()) - jacobian_);
    if (!factors_->isInvertible()) return false;
    const Vector change = factors_->solve(x - values_ - scaled);
    if (!change.allFinite()) return false;
    x -= change;
    if (change.norm() <= precision * (1.0 + x.norm())) return true;
  }
  return false;
}

GaussianLaw EquilibriumScm::noise_law(const GaussianLaw& law) {
  evaluate(law.mean);
  Matrix rows = Matrix::Identity(law.mean.size(), law.mean.size()) - jacobian_;
  for (std::size_t i = 0; i < rows_.size(); ++i)
    if (rows_[i].is_clamped) rows.row(static_cast<Eigen::Index>(i)).setZero();
  return {noise_of(law.mean), rows * law.covariance * rows.transpose()};
}

GaussianLaw EquilibriumScm::solution_law(const GaussianLaw& noise) {
  Vector mean = Vector::Zero(noise.mean.size());
  solve(mean, noise.mean);
  const Matrix loadings = (Matrix::Identity(mean.size(), mean.size()) - jacobian_)
                              .partialPivLu()
                              .solve(Matrix(Eigen::Map<const Vector>(scales_.data(), mean.size()).asDiagonal()));
  return {mean, loadings * noise.covariance * loadings.transpose()};
}

std::string EquilibriumScm::second_zeros(const Vector& point, const Vector& width) {
  for (std::size_t k = 0; k < rows_.size(); ++k) {
    if (!rows_[k].implicit) continue;
    const auto i = static_cast<Eigen::Index>(k);
    Vector x = point;
    int changes = 0;
    double last = 0.0;
    for (int step = 0; step <= scan_points; ++step) {
      x[i] = point[i] + width[i] * (2.0 * step / scan_points - 1.0);
      rows_[k].implicit->evaluate(x, 0.0);
      const double drift = rows_[k].implicit->values()[0];
      if (drift == 0.0 || !std::isfinite(drift)) continue;
      if (last != 0.0 && (drift > 0.0) != (last > 0.0)) ++changes;
      last = drift;
    }
    if (changes > 1)
      return "the drift of '" + rows_[k].name + "' has " + std::to_string(changes) + " zeros in it, the others held";
  }
  return {};
}

}  // namespace dosde
