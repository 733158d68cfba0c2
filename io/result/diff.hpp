#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dosde {

/// How one dataset differs between two result files.
struct DatasetDifference {
  std::string dataset;
  /// Why the values could not be compared ("only in a.h5", "shape [2, 3] against [2, 4]"); empty where they were.
  std::string obstacle;
  std::int64_t values = 0;  ///< of the dataset
  std::int64_t differing = 0;
  /// Where the first difference is, axis by axis: {"scenario", "clamped"}, {"trajectory", "17"}, {"time", "0.5"}, …
  std::vector<std::pair<std::string, std::string>> first_place;
  std::string first_values[2];
  // Over all differing numbers; what is NaN on one side only has no distance and is counted instead.
  std::uint64_t largest_ulp = 0;  ///< representable numbers between the two (floating-point datasets)
  double largest_absolute = 0.0;
  double largest_relative = 0.0;  ///< |a - b| / max(|a|, |b|)
  std::int64_t nan_on_one_side = 0;
};

struct DiffReport {
  std::vector<DatasetDifference> differences;  ///< in the order of the file; empty: the files agree
  std::int64_t compared_datasets = 0;
  std::vector<std::string> remarks;  ///< what was not compared, and why
};

enum class DiffScope { results, results_and_provenance };

/// Compares the datasets of two result files value by value, whatever the form in which they are stored (packed or
/// not). Only data are compared: not the reserved bytes of trajectories that are pending in a file (their `status`
/// tells), nor summaries before the end. Two NaN are equal, 0 and -0 differ by 0 ulp. Texts are compared as texts. The
/// bookkeeping of work units is compared where both files have the same units, provenance only on demand. Memory: a few
/// megabytes and a byte a trajectory. Throws Error (input_output) where a file cannot be read.
DiffReport diff_result_files(const std::string& first, const std::string& second, DiffScope scope = DiffScope::results);

}  // namespace dosde
