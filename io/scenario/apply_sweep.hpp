#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "io/scenario/sweep_reading.hpp"

namespace dosde {

/// Writes the values of a point over the document, each with its place in the sweep.
void apply_point(Value& document, const SweepReading& reading, const Sweep& sweep, std::int64_t point,
                 Findings& findings);

/// Finds what every axis stands for in the experiment read at the first point. Complains of two axes that are one.
void find_targets(const SweepReading& reading, Sweep& sweep, Experiment& experiment, Findings& findings);

/// The points by their settings: those of a group differ in lane inputs only. In order of their first points.
std::vector<std::vector<std::int64_t>> group_points(const Sweep& sweep);

/// "solver.scheme = "milstein", time.step = 0.01"; "" without settings.
std::string describe_settings(const Sweep& sweep, std::int64_t point);

/// Warns of a swept step without noise.cell: then every step size has cells, and a world, of its own.
void warn_of_other_worlds(const Sweep& sweep, const Value& document, const SweepReading& reading, Findings& findings);

/// What one result file has one of, in which the experiments of two groups differ; "" where they agree.
std::string find_difference(const Experiment& first, const Experiment& other);

}  // namespace dosde
