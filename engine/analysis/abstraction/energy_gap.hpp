#pragma once

#include "engine/analysis/abstraction/distance_estimate.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"
#include "engine/analysis/effects/mean_effect.hpp"

namespace dosde {

/// Most states of either sample that the energy distance looks at: its work grows with their square.
inline constexpr std::size_t most_energy_states = 2048;

/// The energy distance (2 E|X - Y| - E|X - X'| - E|Y - Y'|)^½ with Euclidean distances (Székely & Rizzo 2013), of up to
/// `most_energy_states` states of either sample, one a trajectory, at evenly spaced trajectories and times that take
/// turns. The floor is the root of the mean of its square over all ways to swap the members of pairs or, of independent
/// samples, to deal all states out again; both means are exact. NaN below two trajectories.
DistanceEstimate estimate_energy_gap(Sampling sampling, const LawSample& first, const LawSample& second);

}  // namespace dosde
