#pragma once

#include <string>
#include <vector>

namespace dosde {

/// The recorded values of a variable at a save time of a scenario, one a stored trajectory in order: what
/// `initial = { file = "loop.h5", time = 40.0 }` starts from. Throws Error (scenario) where the file has no such
/// scenario, variable or save time (naming the nearest), or where a trajectory is not alive then; Error (input_output)
/// where the file cannot be read.
std::vector<double> read_initial_states(const std::string& path, const std::string& scenario,
                                        const std::string& variable, double time);

}  // namespace dosde
