#pragma once

#include <cstdint>
#include <vector>

#include "io/result/raw_layout.hpp"

namespace dosde {

struct RawRange {
  std::int64_t offset = 0;  ///< bytes from the beginning of the file
  std::int64_t bytes = 0;
};

/// The byte ranges that work units [first, end) fill in a dataset (one of Written::with_unit), as few as possible; of
/// one unit in the order of its scenarios.
std::vector<RawRange> unit_ranges(const RawLayout& layout, const DatasetSpec& spec, std::int64_t first,
                                  std::int64_t end);

/// The datasets that work units write, `status` last.
std::vector<DatasetSpec> unit_datasets(const ResultSizes& sizes);

}  // namespace dosde
