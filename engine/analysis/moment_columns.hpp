#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/analysis/formula_field.hpp"
#include "engine/analysis/moment_equations.hpp"
#include "engine/analysis/moment_solution.hpp"

namespace dosde {

/// What a saved column is of the state, as far as is proven.
enum class ColumnShape {
  affine,     ///< its moments are those of the state, mapped
  quadratic,  ///< a polynomial of degree 2: E q = q(m) + ½ tr(H P), whatever the law
  bent        ///< anything else
};

/// The saved columns, formulas q of the state, and their moments from mean m and covariance P of the state.
///
/// With gradient g and second derivatives H at m, for columns that are affine or quadratic,
///
///     E q = q(m) + ½ tr(H P),    Cov(q, r) = g_qᵀ P g_r + ½ tr(H_q P H_r P).
///
/// The mean is exact whatever the law is. So is the covariance of affine columns; that of quadratic ones, which has
/// third and fourth moments of the state, is exact where the state is Gaussian (Isserlis 1918) and else that of a
/// Gaussian state with these moments. Bent columns are linearised: E q = q(m), H = 0.
class MomentColumns {
 public:
  /// `variables`: names by place in the state. The formulas name nothing else but `t` and the tables.
  MomentColumns(const std::vector<Expression>& formulas, const std::vector<std::string>& variables,
                const std::vector<Table>& tables);

  [[nodiscard]] std::size_t size() const { return shapes_.size(); }
  [[nodiscard]] ColumnShape shape(std::size_t column) const { return shapes_[column]; }

  /// Fills mean [column] and covariance [column][column]. Of moments by the linear noise approximation, which leaves
  /// out what is of the order of ½ tr(H P) itself, all columns are linearised.
  void evaluate(const StateMoments& moments, double time, MomentForm form, std::span<double> mean,
                std::span<double> covariance);

 private:
  /// ∂²q/∂x_a∂x_b that is not zero; both orders of a and b are listed.
  struct Curvature {
    Eigen::Index a;
    Eigen::Index b;
    Eigen::Index formula;  ///< place in `second_`
  };

  /// The second derivatives of the columns that are quadratic; fills `shapes_` and `curvatures_`.
  std::vector<Expression> read_curvatures(const std::vector<Expression>& formulas,
                                          const std::vector<std::string>& variables);

  std::vector<ColumnShape> shapes_;
  std::vector<std::vector<Curvature>> curvatures_;  ///< [column]
  FormulaField first_;                              ///< q and g
  FormulaSet second_;                               ///< H
};

}  // namespace dosde
