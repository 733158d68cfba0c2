#pragma once

// Internal to io/result: each HDF5 call that we use, wrapped once. Failures are thrown as Error (input_output) with
// HDF5's own message; HDF5's automatic printing is off. Not for public headers: hdf5.h may drag in mpi.h.

#include <hdf5.h>

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "io/result/layout.hpp"

namespace dosde {

/// Owns one HDF5 identifier and closes it.
class Hdf5Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Hdf5Handle() = default;
  Hdf5Handle(hid_t identifier, Close close) : identifier_(identifier), close_(close) {}
  Hdf5Handle(Hdf5Handle&& other) noexcept
      : identifier_(std::exchange(other.identifier_, H5I_INVALID_HID)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    std::swap(identifier_, other.identifier_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Hdf5Handle() {
    if (identifier_ >= 0) close_(identifier_);
  }
  [[nodiscard]] hid_t get() const { return identifier_; }

 private:
  hid_t identifier_ = H5I_INVALID_HID;
  Close close_ = nullptr;
};

/// Passes a result through, or throws: "PROBLEM" in full, with HDF5's innermost message as the reason.
hid_t checked_identifier(hid_t identifier, const std::string& problem);
void check_hdf5(herr_t result, const std::string& problem);

// Files and groups. Created so that a killed writer leaves a readable file (superblock 0 or 2, no consistency flags),
// that netCDF can append (links and attributes in creation order), and that equal runs give equal bytes (no object
// times). No file locks: they fail on many parallel file systems.
// Virtual datasets are the one thing that HDF5 1.8 cannot read.
enum class DatasetKinds { plain, virtual_too };
Hdf5Handle create_hdf5_file(const std::string& path, DatasetKinds kinds = DatasetKinds::plain);
Hdf5Handle open_hdf5_file(const std::string& path);
/// Flushes and closes, and tells of failure (a destructor could not).
void close_hdf5_file(Hdf5Handle& file);
Hdf5Handle create_group(hid_t parent, const std::string& name);
Hdf5Handle open_group(hid_t parent, const std::string& name);
/// Names of the links of a group, sorted.
std::vector<std::string> link_names(hid_t group);
bool has_link(hid_t parent, const std::string& name);
bool is_group(hid_t parent, const std::string& name);

/// The HDF5 type of an element; `character` is a netCDF char: a string of one byte.
Hdf5Handle hdf5_type(ElementType type);
/// The shape as HDF5 sees it; without extents a scalar.
Hdf5Handle data_space(const std::vector<std::int64_t>& extents);

// Datasets: contiguous, allocated at creation, never filled.
Hdf5Handle create_dataset(hid_t parent, const std::string& name, ElementType type,
                          const std::vector<std::int64_t>& extents);
/// Dataset properties that every file of ours has: no times of objects, attributes in the order of their creation.
Hdf5Handle dataset_creation(const std::string& problem);
/// A dataset with other properties of creation: stored in another way. `problem`: what to say where it fails.
Hdf5Handle create_dataset(hid_t parent, const std::string& name, ElementType type,
                          const std::vector<std::int64_t>& extents, hid_t creation, const std::string& problem);
Hdf5Handle open_dataset(hid_t parent, const std::string& name);
/// The type of the stored elements; throws for types that a result file never has.
ElementType element_type(hid_t dataset);
std::vector<std::int64_t> dataset_extents(hid_t dataset);
/// Where the raw data stand in the file (bytes from its beginning), or -1 where they are not one contiguous range.
std::int64_t dataset_offset(hid_t dataset);
void write_dataset(hid_t dataset, ElementType memory, const void* data);
void read_dataset(hid_t dataset, ElementType memory, void* data);
/// Reads the box [first, first + count); the buffer holds product(count) elements.
void read_dataset_box(hid_t dataset, ElementType memory, const std::vector<std::int64_t>& first,
                      const std::vector<std::int64_t>& count, void* data);

// Attributes of files (their root), groups and datasets.
void write_attribute(hid_t object, const std::string& name, const std::string& text);
/// One number is written as a scalar (readers of netCDF files expect that), several as a list.
void write_attribute(hid_t object, const std::string& name, ElementType type, std::int64_t count, const void* data);
bool has_attribute(hid_t object, const std::string& name);
std::string read_text_attribute(hid_t object, const std::string& name);
/// The single number of an attribute, converted to the given type.
void read_number_attribute(hid_t object, const std::string& name, ElementType memory, void* value);

// Dimension scales (H5DS): what makes a dataset an axis, and which axes a dataset has.
void make_dimension_scale(hid_t dataset, const std::string& name);
void attach_dimension_scale(hid_t dataset, hid_t scale, int axis);
bool is_dimension_scale(hid_t dataset);
/// Is the scale of that name (in the root group) attached to that axis of the dataset?
bool is_attached(hid_t dataset, const std::string& scale, int axis);

/// The text "1.10.8" of the HDF5 library in use.
std::string hdf5_library_version();

}  // namespace dosde
