#include "io/result/virtual_dataset.hpp"

#include <algorithm>
#include <limits>

namespace dosde {
namespace {

/// The boxes of scenario x range of trajectories that work units [first, end) fill, as few as possible.
std::vector<UnitBox> boxes_of_units(const ResultSizes& sizes, std::int64_t first, std::int64_t end) {
  std::vector<UnitBox> boxes;
  while (first < end) {
    const std::int64_t begin = first % sizes.units;
    std::int64_t last = std::min(first - begin + sizes.units, end) - 1;
    if (begin == 0 && end - first >= sizes.units) last = first + (end - first) / sizes.units * sizes.units - 1;
    UnitBox box = unit_box(sizes, first);
    const UnitBox corner = unit_box(sizes, last);
    box.scenario_count = corner.first_scenario + corner.scenario_count - box.first_scenario;
    box.trajectory_count = corner.first_trajectory + corner.trajectory_count - box.first_trajectory;
    boxes.push_back(box);
    first = last + 1;
  }
  return boxes;
}

}  // namespace

std::vector<VirtualPart> virtual_parts(const ResultLayout& layout, const ResultSizes& sizes, const DatasetSpec& spec,
                                       const ShardTable& table) {
  std::vector<VirtualPart> parts;
  const std::vector<std::int64_t> extents = layout.extents(spec);
  for (const OwnedRun& run : owned_runs(table)) {
    for (const UnitBox& units : boxes_of_units(sizes, run.first, run.end)) {
      Box box{std::vector<std::int64_t>(extents.size(), 0), extents};
      const std::size_t scenarios = spec.dimensions[0] == "unit" ? 1 : 0;
      const std::int64_t ranges = (units.trajectory_count + sizes.unit_size - 1) / sizes.unit_size;
      box.first[scenarios] = units.first_scenario;
      box.count[scenarios] = units.scenario_count;
      box.first[1 - scenarios] = scenarios == 1 ? units.first_trajectory / sizes.unit_size : units.first_trajectory;
      box.count[1 - scenarios] =
          scenarios == 1 ? ranges : std::min(units.trajectory_count, extents[1] - units.first_trajectory);
      if (box.count[1 - scenarios] <= 0) continue;  // trajectories beyond the kept ones
      parts.push_back({table.shards[static_cast<std::size_t>(run.shard)].file, std::move(box)});
    }
  }
  return parts;
}

Hdf5Handle create_virtual_dataset(hid_t parent, const std::string& path, ElementType type,
                                  const std::vector<std::int64_t>& extents, const std::vector<VirtualPart>& parts) {
  const std::string problem = "cannot create the virtual dataset '" + path + "'";
  const Hdf5Handle creation = dataset_creation(problem);
  check_hdf5(H5Pset_layout(creation.get(), H5D_VIRTUAL), problem);
  if (type == ElementType::float64 || type == ElementType::float32) {
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    check_hdf5(H5Pset_fill_value(creation.get(), H5T_NATIVE_DOUBLE, &nothing), problem);
  }
  for (const VirtualPart& part : parts) {
    const Hdf5Handle space = data_space(extents);
    select_box(space.get(), part.box);
    check_hdf5(H5Pset_virtual(creation.get(), space.get(), part.file.c_str(), ("/" + path).c_str(), space.get()),
               problem);
  }
  return create_dataset(parent, path, type, extents, creation.get(), problem);
}

}  // namespace dosde
