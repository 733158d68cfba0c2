#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/sink.hpp"

namespace dosde {

/// What the equations of mean and covariance are of a model.
enum class MomentForm {
  closed,       ///< exact: drift affine, diffusion quadratic in the state, so that no higher moment enters
  noise_free,   ///< exact: no noise and a start at a point, so that the mean is the path and the covariance 0
  linear_noise  ///< linear noise approximation: the drift linearised about the noise-free path, noise as strong as
                ///< there
};

/// Moments of the saved columns under every scenario. NaN from where the equations left the numbers.
struct MomentSolution {
  std::vector<double> mean;         ///< [scenario][time][column]
  std::vector<double> covariance;   ///< [scenario][time][column][column]
  std::vector<TrajectoryEnd> ends;  ///< [scenario] done, or diverged
  std::vector<std::string> causes;  ///< [scenario] why it diverged, a sentence that names time and variable; else empty
};

}  // namespace dosde
