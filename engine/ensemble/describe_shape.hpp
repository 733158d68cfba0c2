#pragma once

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Fills in what the shape of any group has: columns, save times, names of the model.
void describe_columns(CompiledRun& run);

/// Fills in the shape of the whole run: scenarios at all points of the sweep with their labels, graphs, units.
void describe_shape(CompiledRun& run);

}  // namespace dosde
