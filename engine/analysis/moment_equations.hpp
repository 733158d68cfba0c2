#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "engine/analysis/formula_field.hpp"
#include "engine/analysis/moment_solution.hpp"
#include "engine/causal/model.hpp"
#include "engine/causal/timeline.hpp"

namespace dosde {

/// Mean and covariance of all variables of a model, in its order.
struct StateMoments {
  Eigen::VectorXd mean;
  Eigen::MatrixXd covariance;
};

/// Variables that take new values at once, each a formula of the state: m' = g(m), P' = J P Jᵀ. Exact where g is
/// affine, else to first order in the noise.
class StateMap {
 public:
  /// The variables that take new values, by place, and their formulas.
  StateMap(std::vector<std::size_t> rows, const std::vector<Expression>& formulas,
           const std::vector<std::string>& variables, const std::vector<Table>& tables);

  void apply(StateMoments& moments, double time);
  /// The variable whose formula is not seen to be affine, or -1.
  [[nodiscard]] std::ptrdiff_t first_bent() const;

 private:
  std::vector<std::size_t> rows_;
  FormulaField field_;
};

/// The moment equations of one regime, over its free rows:
///
///     m' = f(m),    P' = J P + P Jᵀ + E[D],    D_ij = Σ_k g_ik g_jk,  J = ∂f/∂x at m.
///
/// Where f is affine and D at most quadratic, E[D] = D(m) + ½ Σ_ab ∂²D/∂x_a∂x_b P_ab, and the equations are exact
/// (Gardiner 2009, 4.4 and 4.5; multiplicative noise included, and square roots whose square is affine). Else the
/// linear noise approximation has E[D] = D(m) (van Kampen 2007, X).
class MomentEquations {
 public:
  /// `model`: for names, tables and values of parameters. The regime's formulas name parameters that are numbers only.
  MomentEquations(const Model& model, const MechanismSet& mechanisms);

  /// Why the equations are not closed, a sentence part; empty: they are.
  [[nodiscard]] const std::string& objection() const { return objection_; }

  [[nodiscard]] bool has_noise() const { return !pairs_.empty(); }

  /// Why D is not seen to be free of the state, a sentence part; empty: it is.
  [[nodiscard]] const std::string& additive_objection() const { return additive_objection_; }

  /// The rows whose noise has a root of the state, which has no value where that is negative. The equations, which have
  /// its square only, go on there and are of no law: its mean square may be negative.
  [[nodiscard]] const std::vector<Eigen::Index>& rows_with_roots() const { return rows_with_roots_; }
  /// [variable] the mean square of its noise at the last call of `slope`.
  [[nodiscard]] const Eigen::VectorXd& noise_squares() const { return noise_squares_; }

  /// d/dt of the moments. What is clamped stands still, at 0: see `hold`.
  void slope(const StateMoments& moments, double time, MomentForm form, StateMoments& result);

  /// Clamped variables are put away: they have no equation.
  void hold(StateMoments& moments) const;
  /// Clamped variables get the moments that their formulas have.
  void write_out(StateMoments& moments, double time) { clamps_.apply(moments, time); }

 private:
  struct Pair {
    Eigen::Index a;
    Eigen::Index b;
  };
  struct Curvature {
    std::size_t pair;
    Eigen::Index a;
    Eigen::Index b;
  };

  struct Formulas;
  MomentEquations(const Model& model, const MechanismSet& mechanisms, Formulas formulas);
  static Formulas read_diffusion(const Model& model, const MechanismSet& mechanisms);

  std::vector<std::size_t> clamped_;
  FormulaField drift_;
  std::vector<Pair> pairs_;            ///< of rows that share a source
  std::vector<Curvature> curvatures_;  ///< ∂²D/∂x_a∂x_b, a <= b, that are not zero
  FormulaSet diffusion_;               ///< D of the pairs, then the curvatures
  StateMap clamps_;
  std::string objection_;
  std::string additive_objection_;
  std::vector<Eigen::Index> rows_with_roots_;
  Eigen::VectorXd noise_squares_;
};

}  // namespace dosde
