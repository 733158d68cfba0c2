#pragma once

#include <cstdint>
#include <vector>

namespace dosde {

// The comparators of the run benchmarks. "By hand": what an expert writes for one model, lanes of 64, normals from our
// generator, products fused by hand, vectorised by the compiler; its bits equal the engine's. "Plainly": what people
// write today, std::mt19937_64 and std::normal_distribution. All return the final states, [variable][trajectory] by
// hand, [trajectory][variable] plainly.

std::vector<double> lorenz_by_hand(std::int64_t trajectories, std::int64_t steps);
std::vector<double> lorenz_plainly(std::int64_t trajectories, std::int64_t steps);
std::vector<double> ornstein_uhlenbeck_by_hand(std::int64_t trajectories, std::int64_t steps);
std::vector<double> ornstein_uhlenbeck_plainly(std::int64_t trajectories, std::int64_t steps);
std::vector<double> network_by_hand(std::int64_t trajectories, std::int64_t steps);
std::vector<double> network_plainly(std::int64_t trajectories, std::int64_t steps);

}  // namespace dosde
