#pragma once

#include <array>
#include <string>
#include <vector>

#include "engine/solvers/scheme.hpp"

namespace dosde {

constexpr std::size_t size = 3;
using Matrix = std::array<std::array<double, size>, size>;

constexpr std::size_t most_sources = 3;

/// du = A u dt + Σ_k B_k u dW_k as a regime.
struct LinearProblem {
  std::string name;
  NoiseClass noise_class;
  Matrix drift;
  std::vector<Matrix> loadings;  ///< [source]
};

const std::vector<LinearProblem>& linear_problems();

/// E[u uᵀ] at time 1 by the scheme, and of the equation.
Matrix scheme_moments(const Scheme& scheme, const LinearProblem& problem, int steps);
Matrix exact_moments(const LinearProblem& problem);

/// Does the scheme serve the problem's class, and the problem?
bool serves(const Scheme& scheme, const LinearProblem& problem);

/// Is the scheme's step affine in the state where the equation is linear? The moments below need it.
bool is_affine(const Scheme& scheme, const LinearProblem& problem);

/// The weak order of a scheme on a problem: log2 of the ratio of the errors of all second moments between n and 2 n
/// steps, without any sampling. Infinite where two steps are exact.
double weak_slope(const Scheme& scheme, const LinearProblem& problem);

struct PairedSlope {
  double value;
  double standard_error;
};

/// The same for a scheme whose step is not affine: log2 of E[u² at steps of h less that at h/2] over that of h/2 and
/// h/4, of 10^5 trajectories on shared paths.
PairedSlope paired_weak_slope(const Scheme& scheme, const LinearProblem& problem);
/// The same of the first of these variables, over the time from 0 to 1.
PairedSlope paired_weak_slope(const std::string& scheme, const std::vector<Variable>& variables,
                              std::size_t trajectories);

}  // namespace dosde
