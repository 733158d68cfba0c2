#include "engine/core/error.hpp"
#include "io/result/hdf5.hpp"

namespace dosde {
Hdf5Handle hdf5_type(ElementType type) {
  const auto copy = [](hid_t original) {
    return Hdf5Handle(checked_identifier(H5Tcopy(original), "cannot copy an HDF5 type"), H5Tclose);
  };
  switch (type) {
    case ElementType::character: {
      Hdf5Handle text = copy(H5T_C_S1);
      check_hdf5(H5Tset_strpad(text.get(), H5T_STR_NULLTERM), "cannot make a character type");
      return text;
    }
    case ElementType::int8:
      return copy(H5T_NATIVE_INT8);
    case ElementType::uint8:
      return copy(H5T_NATIVE_UINT8);
    case ElementType::int32:
      return copy(H5T_NATIVE_INT32);
    case ElementType::uint32:
      return copy(H5T_NATIVE_UINT32);
    case ElementType::int64:
      return copy(H5T_NATIVE_INT64);
    case ElementType::uint64:
      return copy(H5T_NATIVE_UINT64);
    case ElementType::float32:
      return copy(H5T_NATIVE_FLOAT);
    case ElementType::float64:
      return copy(H5T_NATIVE_DOUBLE);
  }
  throw Error(ErrorKind::internal, "an element type that HDF5 is not told of");
}

Hdf5Handle data_space(const std::vector<std::int64_t>& extents) {
  const std::string problem = "cannot describe the shape of a dataset";
  if (extents.empty()) return {checked_identifier(H5Screate(H5S_SCALAR), problem), H5Sclose};
  const std::vector<hsize_t> lengths(extents.begin(), extents.end());
  return {checked_identifier(H5Screate_simple(static_cast<int>(lengths.size()), lengths.data(), nullptr), problem),
          H5Sclose};
}

Hdf5Handle dataset_creation(const std::string& problem) {
  Hdf5Handle creation(checked_identifier(H5Pcreate(H5P_DATASET_CREATE), problem), H5Pclose);
  check_hdf5(H5Pset_obj_track_times(creation.get(), false), problem);
  check_hdf5(H5Pset_attr_creation_order(creation.get(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED), problem);
  return creation;
}

Hdf5Handle create_dataset(hid_t parent, const std::string& name, ElementType type,
                          const std::vector<std::int64_t>& extents, hid_t creation, const std::string& problem) {
  const Hdf5Handle space = data_space(extents);
  const Hdf5Handle stored = hdf5_type(type);
  return {checked_identifier(
              H5Dcreate2(parent, name.c_str(), stored.get(), space.get(), H5P_DEFAULT, creation, H5P_DEFAULT), problem),
          H5Dclose};
}

Hdf5Handle create_dataset(hid_t parent, const std::string& name, ElementType type,
                          const std::vector<std::int64_t>& extents) {
  const std::string problem = "cannot create the dataset '" + name + "'";
  const Hdf5Handle creation = dataset_creation(problem);
  check_hdf5(H5Pset_layout(creation.get(), H5D_CONTIGUOUS), problem);
  check_hdf5(H5Pset_alloc_time(creation.get(), H5D_ALLOC_TIME_EARLY), problem);
  check_hdf5(H5Pset_fill_time(creation.get(), H5D_FILL_TIME_NEVER), problem);
  return create_dataset(parent, name, type, extents, creation.get(), problem);
}

Hdf5Handle open_dataset(hid_t parent, const std::string& name) {
  return {checked_identifier(H5Dopen2(parent, name.c_str(), H5P_DEFAULT), "cannot open the dataset '" + name + "'"),
          H5Dclose};
}

ElementType element_type(hid_t dataset) {
  const Hdf5Handle stored(checked_identifier(H5Dget_type(dataset), "cannot read the type of a dataset"), H5Tclose);
  for (const auto type :
       {ElementType::character, ElementType::int8, ElementType::uint8, ElementType::int32, ElementType::uint32,
        ElementType::int64, ElementType::uint64, ElementType::float32, ElementType::float64}) {
    if (H5Tequal(stored.get(), hdf5_type(type).get()) > 0) return type;
  }
  throw Error(ErrorKind::input_output, "a dataset has elements of a type that no result file of this machine has",
              "it was written by another program, or on a machine of another byte order");
}

std::vector<std::int64_t> dataset_extents(hid_t dataset) {
  const Hdf5Handle space(checked_identifier(H5Dget_space(dataset), "cannot read the shape of a dataset"), H5Sclose);
  const int rank = H5Sget_simple_extent_ndims(space.get());
  check_hdf5(rank, "cannot read the shape of a dataset");
  std::vector<hsize_t> lengths(static_cast<std::size_t>(rank));
  if (rank > 0) check_hdf5(H5Sget_simple_extent_dims(space.get(), lengths.data(), nullptr), "cannot read a shape");
  return {lengths.begin(), lengths.end()};
}

std::int64_t dataset_offset(hid_t dataset) {
  const haddr_t offset = H5Dget_offset(dataset);
  return offset == HADDR_UNDEF ? -1 : static_cast<std::int64_t>(offset);
}

void write_dataset(hid_t dataset, ElementType memory, const void* data) {
  check_hdf5(H5Dwrite(dataset, hdf5_type(memory).get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "cannot write a dataset");
}

void read_dataset(hid_t dataset, ElementType memory, void* data) {
  check_hdf5(H5Dread(dataset, hdf5_type(memory).get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "cannot read a dataset");
}

void read_dataset_box(hid_t dataset, ElementType memory, const std::vector<std::int64_t>& first,
                      const std::vector<std::int64_t>& count, void* data) {
  const std::vector<hsize_t> start(first.begin(), first.end());
  const std::vector<hsize_t> length(count.begin(), count.end());
  const Hdf5Handle in_file(checked_identifier(H5Dget_space(dataset), "cannot read the shape of a dataset"), H5Sclose);
  check_hdf5(H5Sselect_hyperslab(in_file.get(), H5S_SELECT_SET, start.data(), nullptr, length.data(), nullptr),
             "cannot select a part of a dataset");
  const Hdf5Handle in_memory = data_space(count);
  check_hdf5(H5Dread(dataset, hdf5_type(memory).get(), in_memory.get(), in_file.get(), H5P_DEFAULT, data),
             "cannot read a part of a dataset");
}

}  // namespace dosde
