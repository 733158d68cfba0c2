#pragma once

#include <optional>

#include "engine/ensemble/experiment.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/section.hpp"

namespace dosde {

/// [time] start, stop, step. Where the stop is off the grid a complaint, and the grid to the next step after it, so
/// that times can be checked; nothing, with complaints, where they make no grid at all.
std::optional<TimeGrid> read_time_grid(const Section& time, Findings& findings);

/// start, start + every, … up to the stop, from the first that is not before the burn-in; step times where they are
/// some.
std::vector<double> strided_times(const TimeGrid& grid, double every, double burn_in);

/// [time] save_every or save_at, burn_in: the times at which states are saved.
SaveGrid read_saves(const Section& time, const TimeGrid& grid, Findings& findings);

/// How many steps lie between saves where the file says nothing: the smallest 1, 2 or 5 times a power of ten that gives
/// at most 200 intervals.
std::int64_t default_save_stride(std::int64_t step_count);

/// [noise] cell; the step where the file says nothing. A complaint where the scheme makes no path.
double read_noise_cell(const Section& noise, const std::string& scheme, const TimeGrid& grid, Findings& findings);

}  // namespace dosde
