#pragma once

#include <Eigen/Core>
#include <cstdint>

#include "engine/analysis/abduction/abduction.hpp"
#include "engine/analysis/abduction/observed_run.hpp"

namespace dosde {

/// Makes room in the recorded world for the initial states of the variables that no clamp holds at the start, and names
/// the others as unknown.
void lay_out_starts(const ObservedRun& observed, Abduction& found);

/// Where a trajectory of the recorded world starts, of the variables that were laid out. `state`: [variable].
void store_start(const ObservedRun& observed, std::int64_t trajectory, const Eigen::VectorXd& state,
                 RecordedWorld& world);

}  // namespace dosde
