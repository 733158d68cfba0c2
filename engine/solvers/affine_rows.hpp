#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/solvers/scheme.hpp"
#include "engine/solvers/tableau.hpp"

namespace dosde {

/// The rows of a problem that is linear with additive noise, dx = (A x + b) dt + Σ_k g_k dW_k, and autonomous.
struct AffineRows {
  TableauMatrix coupling;                         ///< A: numbers, [row][row]
  std::vector<Expression> constant;               ///< b: formulas of parameters, [row]
  std::vector<std::string> sources;               ///< in order of appearance
  std::vector<std::vector<Expression>> loadings;  ///< g_k: formulas of parameters, [source][row]
  std::optional<Misfit> misfit;                   ///< why the problem is not of this kind; then nothing else is filled
};

/// Reads the rows off the formulas. A must be made of numbers, because its exponential is: a coefficient that differs
/// from trajectory to trajectory, or from point to point of a sweep, is a misfit, as are formulas that name the time or
/// an input, drifts that are not seen to be affine in the states, and reflecting bounds. b and g may be drawn or swept.
AffineRows read_affine_rows(const StepProblem& problem);

}  // namespace dosde
