#include "io/result/unit_ranges.hpp"

#include <algorithm>

namespace dosde {
namespace {

/// Ranges that touch become one.
void append(std::vector<RawRange>& ranges, const RawRange& next) {
  if (next.bytes == 0) return;
  if (!ranges.empty() && ranges.back().offset + ranges.back().bytes == next.offset) {
    ranges.back().bytes += next.bytes;
  } else {
    ranges.push_back(next);
  }
}

}  // namespace

std::vector<RawRange> unit_ranges(const RawLayout& layout, const DatasetSpec& spec, std::int64_t first,
                                  std::int64_t end) {
  const ResultSizes& sizes = layout.sizes();
  const std::int64_t offset = layout.offset(spec.path);
  const bool is_of_ranges = spec.dimensions[0] == "unit";  // [range of trajectories, scenario, …]
  const std::int64_t stored = spec.dimensions[1] == "trajectory" ? sizes.trajectories : sizes.kept;
  const std::int64_t row = layout.bytes(spec.path) / sizes.scenarios / (is_of_ranges ? sizes.units : stored);
  std::vector<RawRange> ranges;
  // Work units are numbered through the ranges of trajectories of one range of scenarios, then of the next.
  while (first < end) {
    const UnitBox box = unit_box(sizes, first);
    const std::int64_t begin = first % sizes.units;
    const std::int64_t stop = std::min(sizes.units, begin + end - first);
    if (is_of_ranges) {
      for (std::int64_t range = begin; range < stop; ++range)
        append(ranges, {offset + (range * sizes.scenarios + box.first_scenario) * row, box.scenario_count * row});
    } else {
      const std::int64_t from = std::min(begin * sizes.unit_size, stored);
      const std::int64_t to = std::min(stop * sizes.unit_size, stored);
      for (std::int64_t k = 0; k < box.scenario_count; ++k)
        append(ranges, {offset + ((box.first_scenario + k) * stored + from) * row, (to - from) * row});
    }
    first += stop - begin;
  }
  return ranges;
}

std::vector<DatasetSpec> unit_datasets(const ResultSizes& sizes) {
  std::vector<DatasetSpec> datasets = describe_layout(sizes).datasets;
  std::erase_if(datasets, [](const DatasetSpec& spec) { return spec.written != Written::with_unit; });
  std::stable_partition(datasets.begin(), datasets.end(),
                        [](const DatasetSpec& spec) { return spec.path != "status"; });
  return datasets;
}

}  // namespace dosde
