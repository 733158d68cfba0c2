#pragma once

#include <string>

#include "io/abduction/observed_file.hpp"

namespace dosde {

/// Paths in a CSV table: a header with `time`, the variables, and perhaps `trajectory`, then one row a time, the rows
/// of a trajectory together. An empty field, or NaN, is a gap. Columns of other names are left alone. Throws Error
/// (input_output).
ObservedPaths read_observed_table(const std::string& path, const ObservedChoice& choice);

}  // namespace dosde
