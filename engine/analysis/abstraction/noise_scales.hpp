#pragma once

#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"

namespace dosde {

/// What a scenario does to the noise of an SCM's rows.
struct NoiseScales {
  std::vector<double> scales;  ///< [variable] by which all loadings of the row are multiplied; 0: held
  std::string objection;       ///< a row's noise is another, a sentence part; empty: all are multiples
};

/// Both structural rows (equilibrium_scm.hpp).
NoiseScales compare_noise(const Model& model, const MechanismSet& reference, const MechanismSet& edited);

}  // namespace dosde
