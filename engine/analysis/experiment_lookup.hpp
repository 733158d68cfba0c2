#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// Where a scenario of that name stands. Throws Error (usage) with the nearest name. `whose`: a sentence's subject,
/// "the file".
std::size_t scenario_position(const Experiment& experiment, const std::string& name, const std::string& whose);

/// Where a save time stands that a person typed. Throws Error (usage) with the nearest. `whose`: a sentence's subject,
/// "the scenario".
std::size_t save_position(const std::vector<double>& times, double wanted, const std::string& whose);

/// Refuses a sweep, and moments in the place of trajectories. `what`: a sentence's subject, "a response matrix". Throws
/// Error (usage).
void require_trajectories_of_one_point(const Experiment& experiment, const std::string& what);

}  // namespace dosde
