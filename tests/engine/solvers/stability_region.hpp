#pragma once

#include <optional>

#include "engine/solvers/scheme.hpp"

namespace dosde {

// Stability of a scheme's own step on dX = λ X dt + μ X dW with z = hλ and w = hμ²: X' = R X, where R is a polynomial
// (or another function) of the step's random numbers, taken from its formula.

/// E R² of a step at real z; nothing where the scheme does not serve the equation or its step is not linear. w = 0: R².
std::optional<double> mean_square_factor(const Scheme& scheme, double z, double w);

/// The largest |R| of a step without noise at complex z, of x' = -b y, y' = b x: z = ib. Nothing as above.
std::optional<double> rotation_factor(const Scheme& scheme, double b);

/// The stationary variance of steps of dx = z x dt + dW of length 1, z < 0, over the equation's own -1/(2z). Nothing
/// where the scheme does not serve the equation, its step is not affine there, or has no stationary law.
std::optional<double> stationary_variance_ratio(const Scheme& scheme, double z);

/// Where stability ends; infinite: nowhere.
struct StabilityBoundary {
  std::optional<double> real;       ///< |R| < 1 on the interval (-real, 0)
  std::optional<double> imaginary;  ///< |R| <= 1 on [0, imaginary]
};
StabilityBoundary deterministic_boundary(const Scheme& scheme);

/// The largest w with E R² <= 1 from 0 on, at real z < 0; the equation's own is -2z. 0: unstable without noise.
std::optional<double> mean_square_boundary(const Scheme& scheme, double z);

}  // namespace dosde
