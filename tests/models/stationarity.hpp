#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// A formula whose average over a stationary law is zero, and its name for messages.
struct Identity {
  std::string name;
  Expression formula;
};

/// The moment identities of the law that Euler-Maruyama with step h leaves unchanged, for the mechanisms that
/// `scenario` ends with: E f_i = 0 and E[x_i f_j + x_j f_i + (sigma sigma^T)_ij + h f_i f_j] = 0, from E x_i' = E x_i
/// and E x_i' x_j' = E x_i x_j (for h to 0: the generator applied to x_i and x_i x_j, Hansen and Scheinkman,
/// Econometrica 63, 767 (1995)). They hold for every h, so no bias is left for a tolerance to hide. Free rows only.
std::vector<Identity> stationarity_identities(const Experiment& experiment, const Scenario& scenario);

}  // namespace dosde
