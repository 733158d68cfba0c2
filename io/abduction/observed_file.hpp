#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/analysis/abduction/observed_paths.hpp"

namespace dosde {

/// What of a file was observed.
struct ObservedChoice {
  std::vector<std::string> variables;      ///< of the model, those that may be read
  std::vector<std::string> required;       ///< those that the file must have
  std::string scenario;                    ///< of a result file with several
  std::vector<std::int64_t> trajectories;  ///< by number, from 0; empty: all
};

/// Reads paths: a doSDE result file; another HDF5 file with `time` [time] and the variables as datasets, [time] or
/// [trajectory, time]; or, under any other name than *.h5, *.hdf5 and *.nc, a CSV table (observed_table.hpp). Throws
/// Error (input_output) where the file cannot be read, Error (usage) where it is not what was asked for: states of
/// single precision, a trajectory that diverged, an unknown scenario or variable.
ObservedPaths read_observed_paths(const std::string& path, const ObservedChoice& choice);

}  // namespace dosde
