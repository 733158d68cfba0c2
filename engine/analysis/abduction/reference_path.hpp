#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/analysis/abduction/linear_steps.hpp"
#include "engine/analysis/abduction/step_map.hpp"
#include "engine/analysis/abduction/stretch.hpp"

namespace dosde {

/// A path through the observations, with the tangents of the model's steps along it.
struct ReferencePath {
  std::vector<Eigen::VectorXd> states;  ///< [time]
  std::vector<LinearStep> steps;        ///< [time - 1]
  std::vector<LinearEnd> ends;
};

/// The path of the smoothed means of the linear model that it makes itself, by repetition: the iterated smoother, which
/// is Gauss and Newton's search of the likeliest noise (Bell 1994, SIAM J. Optim. 4:626). It begins where the model
/// goes without noise, drawn to what was seen. Any path will do to guide by; a likely one guides well.
ReferencePath find_reference(const ObservedRun& observed, const Stretch& stretch, LinearSteps& linear, StepMap& map);

}  // namespace dosde
