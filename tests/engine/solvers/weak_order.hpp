#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/solvers/scheme.hpp"

namespace dosde {

constexpr std::size_t size = 3;
using Matrix = std::array<std::array<double, size>, size>;

/// du = A u dt + B u dW + C u dV as a regime.
struct LinearProblem {
  std::string name;
  NoiseClass noise_class;
  Matrix drift;
  Matrix first;   ///< loadings on W
  Matrix second;  ///< loadings on V
};

const std::vector<LinearProblem>& linear_problems();

/// E[u uᵀ] at time 1 by the scheme, and of the equation.
Matrix scheme_moments(const Scheme& scheme, const LinearProblem& problem, int steps);
Matrix exact_moments(const LinearProblem& problem);

/// The weak order of a scheme on a problem: log2 of the ratio of the errors of all second moments between n and 2 n
/// steps, without any sampling.
double weak_slope(const Scheme& scheme, const LinearProblem& problem);

}  // namespace dosde
