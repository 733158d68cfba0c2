#pragma once

// Internal to io/result (it names HDF5): datasets that show parts of others.

#include <string>
#include <vector>

#include "io/result/boxes.hpp"
#include "io/result/shard_table.hpp"

namespace dosde {

/// A box of a dataset that is the same box of the dataset of the same path and shape in another file.
struct VirtualPart {
  std::string file;  ///< relative to the folder of the file with the virtual dataset
  Box box;
};

/// Where the owned work units of a dataset (one of Written::with_unit) come from.
std::vector<VirtualPart> virtual_parts(const ResultLayout& layout, const ResultSizes& sizes, const DatasetSpec& spec,
                                       const ShardTable& table);

/// NaN or 0 where no part lies.
Hdf5Handle create_virtual_dataset(hid_t parent, const std::string& path, ElementType type,
                                  const std::vector<std::int64_t>& extents, const std::vector<VirtualPart>& parts);

}  // namespace dosde
