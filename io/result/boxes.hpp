#pragma once

// Internal to io/result (it names HDF5): datasets piece by piece, in whatever form they are stored.

#include <functional>
#include <vector>

#include "io/result/hdf5.hpp"

namespace dosde {

/// A part of a dataset: [first, first + count) along every axis; no axes: a scalar.
struct Box {
  std::vector<std::int64_t> first;
  std::vector<std::int64_t> count;

  [[nodiscard]] std::int64_t elements() const;
};

/// Cuts the index range of a dataset into boxes of at most `most` elements that follow each other in the order of the
/// elements (last axis fastest), and calls visit with each.
void visit_boxes(const std::vector<std::int64_t>& extents, std::int64_t most,
                 const std::function<void(const Box&)>& visit);

/// Selects the box in the space of a dataset.
void select_box(hid_t space, const Box& box);

/// Reads a box in the stored type. Returns its bytes.
std::vector<char> read_box(hid_t dataset, const Box& box);
/// All of a dataset of the file. It must fit into memory.
std::vector<char> read_whole(hid_t file, const std::string& path);
/// Writes a box from the bytes of its elements.
void write_box(hid_t dataset, const Box& box, const std::vector<char>& bytes);

/// CRC-32C of all elements of a dataset, in order.
std::uint32_t checksum_of(hid_t dataset);

}  // namespace dosde
