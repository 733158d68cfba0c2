#pragma once

#include <Eigen/LU>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/abstraction/gaussian_distance.hpp"
#include "engine/analysis/formula_field.hpp"
#include "engine/causal/timeline.hpp"

namespace dosde {

/// The mechanisms of a regime with numbers for parameters, and as they stand before clamped variables are replaced by
/// their values: under the policy do(x = 2 y) the row of a child of x still names x. Its noise is added to the child,
/// not to what is left of its equation.
MechanismSet structural_rows(const MechanismSet& mechanisms, const std::map<std::string, double>& parameters);

/// The structural causal model that a regime's drift has at equilibrium (Mooij, Janzing & Schölkopf, UAI 2013):
///
///     x_i = F_i(x_rest) + s_i ε_i,    where x_i = F_i solves 0 = f_i(x),
///
/// and for a clamped variable x_i = the clamp's formula, without noise. F_i is a formula where f_i is affine in x_i
/// itself, whatever it is in the others; else it is found by Newton's method, as the zero next to a value at hand.
class EquilibriumScm {
 public:
  /// `mechanisms`: structural rows, autonomous (see autonomous_rows.hpp). `scales`: s [variable].
  EquilibriumScm(const Model& model, const MechanismSet& mechanisms, std::vector<double> scales);

  /// Why there is no such model, a sentence part: a drift that does not depend on its own variable says nothing about
  /// it at equilibrium. Empty: there is one, and only then all below is asked.
  [[nodiscard]] const std::string& objection() const { return objection_; }

  /// F_i as a text; of what is not a formula the equation: "the zero of x - x^3 + y in x".
  [[nodiscard]] std::string assignment(std::size_t variable) const;
  /// Has F_i a formula?
  [[nodiscard]] bool is_symbolic(std::size_t variable) const { return !rows_[variable].implicit; }
  /// Are all F_i affine?
  [[nodiscard]] bool is_affine() const;

  /// ε with s = 1: x_i - F_i. Of clamped variables 0. NaN where an F_i is not found.
  [[nodiscard]] Eigen::VectorXd noise_of(const Eigen::VectorXd& x);
  /// Solves x = F(x) + s ε by Newton's method from x. False, and x is somewhere, where it does not converge.
  bool solve(Eigen::VectorXd& x, const Eigen::VectorXd& noise);

  /// Of an affine SCM: the law of ε at the law of x, and the law of the solution at the law of ε.
  [[nodiscard]] GaussianLaw noise_law(const GaussianLaw& law);
  [[nodiscard]] GaussianLaw solution_law(const GaussianLaw& noise);

  /// Other zeros of an F_i that is no formula: drifts whose sign changes more than once while their variable goes
  /// through `width` to either side of the point, the others held. A sentence part; empty: none seen.
  [[nodiscard]] std::string second_zeros(const Eigen::VectorXd& point, const Eigen::VectorXd& width);

 private:
  struct Row {
    std::string name;
    Expression assignment;                      ///< F_i where it is a formula, else f_i
    std::optional<FormulaField> implicit = {};  ///< f_i where F_i is no formula
    bool is_clamped = false;
  };
  /// F and ∂F/∂x at x; zeros are searched from its values. False where one is not found.
  bool evaluate(const Eigen::VectorXd& x);
  bool find_zero(Row& row, Eigen::Index i, const Eigen::VectorXd& x);

  std::string objection_;
  std::vector<Row> rows_;
  std::vector<std::string> names_;
  std::optional<FormulaField> formulas_;  ///< [variable] 0 where F_i is no formula
  std::vector<double> scales_;
  Eigen::VectorXd values_;
  Eigen::MatrixXd jacobian_;
  std::optional<Eigen::FullPivLU<Eigen::MatrixXd>> factors_;  ///< of I - ∂F/∂x; kept where it is the same everywhere
};

}  // namespace dosde
