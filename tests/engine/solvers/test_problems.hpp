#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/causal/noise_class.hpp"
#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// A problem with a known solution as a function of the path: what strong orders are measured on. Sources: Kloeden &
/// Platen 1992, 4.4.
struct PathProblem {
  std::string name;
  NoiseClass noise_class;
  std::vector<Variable> variables;
  std::vector<std::string> sources;
  double stop = 1.0;
  /// X(stop) of the first variable, from the W_k(stop); empty: the finest numerical path is the reference.
  std::function<double(const std::vector<double>& wiener)> solution;
  std::string reference = "auto";  ///< the scheme of that path
};

/// One problem for every noise class.
const std::vector<PathProblem>& path_problems();

}  // namespace dosde
