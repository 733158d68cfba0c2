#pragma once

#include <vector>

#include "engine/solvers/stage.hpp"

namespace dosde {

/// The states y of all free rows that solve the drift-implicit equations
///
///     y_i = known_i + weight f_i(t + c h, y)
///
/// by Newton's method on symbolic Jacobians, as formulas: y ← y - (1 - weight ∂f/∂y)⁻¹ (y - known - weight f(y)), from
/// `guess`. The solution may lie outside reflecting bounds, as any step may, and is folded when the step
/// ends: the fold is no part of the equations. The iterations are unrolled and the linear systems eliminated
/// symbolically, without pivots (1 - weight ∂f/∂y is close to 1 where the step is short, and has a dominant diagonal
/// where it damps) and without what is zero by structure: a row is coupled to its ancestors only. Where the drift is
/// affine in the states one iteration is exact. Where it jumps between affine branches every iteration solves a branch
/// exactly, and the next tells whether the solution lies in it; a jump that no branch has a solution for (backwards
/// across -sign(y), |y| < weight) is not converged.
///
/// Else there are `newton_iterations`, and a row whose last change is above `newton_tolerance` of its value is NaN.
/// These are the usual formulas. The persistent ones (StepProblem::effort) have the same value, bit for bit, where a
/// row and all that its equation reads settled so; else there are `most_iterations` of them, and NaN only then: the
/// trajectory has diverged there, and says so. A run evaluates them where the usual ones leave NaN
/// (Program::further), so that the limit costs nothing where few iterations do.
std::vector<Expression> solve_for_states(const StepProblem& problem, double c, const std::vector<Expression>& guess,
                                         const std::vector<Expression>& known, const Expression& weight);

/// How many iterations the persistent formulas of a problem have: `newton_limit`, but fewer where so many would be more
/// than some 100,000 operations of elimination, which take seconds to compile (of 40 rows that are all coupled nine, of
/// 100 none beside the usual ones).
int most_iterations(const StepProblem& problem);

/// What stands for a state that was not found.
Expression not_converged();

inline constexpr int newton_iterations = 5;
inline constexpr int newton_limit = 30;
inline constexpr double newton_tolerance = 1e-7;

}  // namespace dosde
