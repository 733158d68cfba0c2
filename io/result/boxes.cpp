#include "io/result/boxes.hpp"

#include <algorithm>
#include <numeric>

#include "io/result/crc32c.hpp"

namespace dosde {
namespace {

constexpr std::int64_t elements_at_a_time = 1 << 20;

std::int64_t product(const std::vector<std::int64_t>& lengths, std::size_t begin) {
  return std::accumulate(lengths.begin() + static_cast<std::ptrdiff_t>(begin), lengths.end(), std::int64_t{1},
                         std::multiplies<>());
}

Hdf5Handle stored_type(hid_t dataset) {
  return {checked_identifier(H5Dget_type(dataset), "cannot read the type of a dataset"), H5Tclose};
}

/// The box as HDF5 selects it in the dataset.
Hdf5Handle selection(hid_t dataset, const Box& box) {
  Hdf5Handle space(checked_identifier(H5Dget_space(dataset), "cannot read the shape of a dataset"), H5Sclose);
  if (!box.first.empty()) select_box(space.get(), box);
  return space;
}

}  // namespace

void select_box(hid_t space, const Box& box) {
  const std::vector<hsize_t> start(box.first.begin(), box.first.end());
  const std::vector<hsize_t> length(box.count.begin(), box.count.end());
  check_hdf5(H5Sselect_hyperslab(space, H5S_SELECT_SET, start.data(), nullptr, length.data(), nullptr),
             "cannot select a part of a dataset");
}

std::int64_t Box::elements() const { return product(count, 0); }

void visit_boxes(const std::vector<std::int64_t>& extents, std::int64_t most,
                 const std::function<void(const Box&)>& visit) {
  if (product(extents, 0) == 0) return;
  if (extents.empty()) {
    visit({});
    return;
  }
  // The axis along which a box has more than one row: everything after it is whole, everything before it one index.
  std::size_t axis = 0;
  while (product(extents, axis + 1) > most) ++axis;
  const std::int64_t rows = std::max<std::int64_t>(1, most / product(extents, axis + 1));
  Box box{std::vector<std::int64_t>(extents.size(), 0), extents};
  for (std::size_t k = 0; k < axis; ++k) box.count[k] = 1;
  while (true) {
    for (box.first[axis] = 0; box.first[axis] < extents[axis]; box.first[axis] += rows) {
      box.count[axis] = std::min(rows, extents[axis] - box.first[axis]);
      visit(box);
    }
    box.first[axis] = 0;
    std::size_t outer = axis;
    while (outer > 0 && ++box.first[outer - 1] == extents[outer - 1]) box.first[--outer] = 0;
    if (outer == 0) return;
  }
}

std::vector<char> read_whole(hid_t file, const std::string& path) {
  const Hdf5Handle dataset = open_dataset(file, path);
  const std::vector<std::int64_t> extents = dataset_extents(dataset.get());
  return read_box(dataset.get(), {std::vector<std::int64_t>(extents.size(), 0), extents});
}

std::vector<char> read_box(hid_t dataset, const Box& box) {
  const Hdf5Handle type = stored_type(dataset);
  std::vector<char> bytes(static_cast<std::size_t>(box.elements()) * H5Tget_size(type.get()));
  const Hdf5Handle memory = data_space(box.count);
  check_hdf5(H5Dread(dataset, type.get(), memory.get(), selection(dataset, box).get(), H5P_DEFAULT, bytes.data()),
             "cannot read a part of a dataset");
  return bytes;
}

void write_box(hid_t dataset, const Box& box, const std::vector<char>& bytes) {
  const Hdf5Handle memory = data_space(box.count);
  check_hdf5(H5Dwrite(dataset, stored_type(dataset).get(), memory.get(), selection(dataset, box).get(), H5P_DEFAULT,
                      bytes.data()),
             "cannot write a part of a dataset");
}

std::uint32_t checksum_of(hid_t dataset) {
  std::uint32_t checksum = 0;
  visit_boxes(dataset_extents(dataset), elements_at_a_time, [&](const Box& box) {
    const std::vector<char> bytes = read_box(dataset, box);
    checksum = crc32c(bytes.data(), static_cast<std::int64_t>(bytes.size()), checksum);
  });
  return checksum;
}

}  // namespace dosde
