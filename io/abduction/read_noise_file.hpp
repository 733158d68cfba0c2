#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/ensemble/recorded_world.hpp"

namespace dosde {

/// The exogenous world that a noise file holds. Throws Error (input_output) where it is none, or damaged.
RecordedWorld read_noise_file(const std::string& path);

/// What `run --noise` stands for: overrides that name the file, and ask for as many trajectories as it is of.
std::vector<std::string> noise_overrides(const std::string& path);

/// The checksum of all that a run takes of it.
std::uint32_t checksum(const RecordedWorld& world);

}  // namespace dosde
