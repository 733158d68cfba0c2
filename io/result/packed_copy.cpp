#include "io/result/packed_copy.hpp"

#include <hdf5_hl.h>

#include <set>

#include "engine/core/error.hpp"
#include "io/result/boxes.hpp"
#include "io/result/table_writer.hpp"

namespace dosde {
namespace {

constexpr std::int64_t chunk_bytes = 1 << 20;       ///< HDF5's cache holds one
constexpr std::int64_t smallest_compressed = 4096;  ///< bytes; below, the index of the chunks costs more than it saves

/// The list of checksums and its axis have another length in the copy.
bool is_of_checksum_list(const std::string& path) {
  return path == "provenance/checksums" || path == "checksums_length";
}

/// Which shards a file is made of does not concern a copy that holds all.
bool is_of_shards(const std::string& path) {
  return path == "shard" || path == "shard_name_length" || path == "work_unit" || path == "shards" ||
         path.starts_with("shards/");
}

/// Paths of all objects below the root, groups before what is in them, in the order of their creation.
void list_objects(hid_t group, const std::string& prefix, std::vector<std::string>& paths) {
  H5G_info_t facts;
  check_hdf5(H5Gget_info(group, &facts), "cannot list a group");
  for (hsize_t position = 0; position < facts.nlinks; ++position) {
    char name[1024];
    const ssize_t length =
        H5Lget_name_by_idx(group, ".", H5_INDEX_CRT_ORDER, H5_ITER_INC, position, name, sizeof(name), H5P_DEFAULT);
    if (length < 0 || length >= static_cast<ssize_t>(sizeof(name)))
      throw Error(ErrorKind::input_output, "cannot list a group");
    paths.push_back(prefix + name);
    if (is_group(group, name)) list_objects(open_group(group, name).get(), prefix + name + "/", paths);
  }
}

std::vector<std::string> objects_of(hid_t file) {
  std::vector<std::string> paths;
  list_objects(file, "", paths);
  std::erase_if(paths, is_of_shards);
  return paths;
}

/// Attributes that tie axes to datasets, which HDF5's dimension scales write anew; and how the original is stored.
bool is_written_anew(const std::string& attribute) {
  static const std::set<std::string> names = {"CLASS", "NAME", "DIMENSION_LIST", "REFERENCE_LIST", "storage"};
  return names.count(attribute) != 0;
}

void copy_attribute(hid_t from, hid_t to, const char* name) {
  const std::string problem = "cannot copy the attribute '" + std::string(name) + "'";
  const Hdf5Handle source(checked_identifier(H5Aopen(from, name, H5P_DEFAULT), problem), H5Aclose);
  const Hdf5Handle type(checked_identifier(H5Aget_type(source.get()), problem), H5Tclose);
  const Hdf5Handle space(checked_identifier(H5Aget_space(source.get()), problem), H5Sclose);
  const Hdf5Handle target(
      checked_identifier(H5Acreate2(to, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), problem), H5Aclose);
  if (H5Sget_select_npoints(space.get()) == 0) return;
  std::vector<char> values(static_cast<std::size_t>(H5Sget_select_npoints(space.get())) * H5Tget_size(type.get()));
  check_hdf5(H5Aread(source.get(), type.get(), values.data()), problem);
  check_hdf5(H5Awrite(target.get(), type.get(), values.data()), problem);
  if (H5Tdetect_class(type.get(), H5T_VLEN) > 0 || H5Tis_variable_str(type.get()) > 0)
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, values.data());
}

void copy_attributes(hid_t from, hid_t to) {
  struct Copy {
    hid_t to;
    std::string failure;
  } copy{to, {}};
  const auto visit = [](hid_t object, const char* name, const H5A_info_t* /*facts*/, void* data) -> herr_t {
    auto& task = *static_cast<Copy*>(data);
    if (is_written_anew(name)) return 0;
    try {  // nothing may be thrown through HDF5
      copy_attribute(object, task.to, name);
    } catch (const Error& error) {
      task.failure = error.what();
      return -1;
    }
    return 0;
  };
  hsize_t begin = 0;
  const herr_t result = H5Aiterate2(from, H5_INDEX_CRT_ORDER, H5_ITER_INC, &begin, visit, &copy);
  if (!copy.failure.empty()) throw Error(ErrorKind::input_output, "cannot copy attributes", copy.failure);
  check_hdf5(result, "cannot copy attributes");
}

/// How the copy of a dataset is stored: in chunks of about a megabyte that follow each other in the order of elements.
Hdf5Handle creation_of_copy(hid_t from, hid_t type, int level) {
  const char* problem = "cannot choose how a dataset is packed";
  Hdf5Handle creation = dataset_creation(problem);
  const Hdf5Handle original(checked_identifier(H5Dget_create_plist(from), problem), H5Pclose);
  H5D_fill_value_t fill = H5D_FILL_VALUE_UNDEFINED;
  check_hdf5(H5Pfill_value_defined(original.get(), &fill), problem);
  if (fill == H5D_FILL_VALUE_USER_DEFINED) {
    std::vector<char> value(H5Tget_size(type));
    check_hdf5(H5Pget_fill_value(original.get(), type, value.data()), problem);
    check_hdf5(H5Pset_fill_value(creation.get(), type, value.data()), problem);
  }
  const std::vector<std::int64_t> extents = dataset_extents(from);
  const auto element = static_cast<std::int64_t>(H5Tget_size(type));
  const Box all{std::vector<std::int64_t>(extents.size(), 0), extents};
  if (all.elements() * element < smallest_compressed || extents.empty()) return creation;
  std::vector<hsize_t> chunk;
  visit_boxes(extents, chunk_bytes / element, [&chunk](const Box& box) {
    if (chunk.empty()) chunk.assign(box.count.begin(), box.count.end());
  });
  check_hdf5(H5Pset_chunk(creation.get(), static_cast<int>(chunk.size()), chunk.data()), problem);
  check_hdf5(H5Pset_shuffle(creation.get()), problem);
  check_hdf5(H5Pset_deflate(creation.get(), static_cast<unsigned>(level)), problem);
  return creation;
}

void create_resized(hid_t from, hid_t to, const std::string& path, std::int64_t length) {
  const Hdf5Handle source = open_dataset(from, path);
  const Hdf5Handle target = create_dataset(to, path, element_type(source.get()), {length});
  copy_attributes(source.get(), target.get());
}

void copy_dataset(hid_t from, hid_t to, const std::string& path, int level) {
  const std::string problem = "cannot copy the dataset '" + path + "'";
  const Hdf5Handle source = open_dataset(from, path);
  const Hdf5Handle type(checked_identifier(H5Dget_type(source.get()), problem), H5Tclose);
  const Hdf5Handle space(checked_identifier(H5Dget_space(source.get()), problem), H5Sclose);
  if (H5Tdetect_class(type.get(), H5T_VLEN) > 0 || H5Tdetect_class(type.get(), H5T_REFERENCE) > 0 ||
      H5Tis_variable_str(type.get()) > 0) {
    throw Error(ErrorKind::input_output, problem, "another program added it, with elements of variable length",
                "Pack the file as doSDE wrote it.");
  }
  const Hdf5Handle creation = creation_of_copy(source.get(), type.get(), level);
  const Hdf5Handle target(
      checked_identifier(
          H5Dcreate2(to, path.c_str(), type.get(), space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT), problem),
      H5Dclose);
  copy_attributes(source.get(), target.get());
  const auto element = static_cast<std::int64_t>(H5Tget_size(type.get()));
  visit_boxes(dataset_extents(source.get()), std::max<std::int64_t>(1, chunk_bytes / element),
              [&](const Box& box) { write_box(target.get(), box, read_box(source.get(), box)); });
}

/// Makes the copies of axes axes: names of scales, then who is attached to whom.
void copy_scales(hid_t from, hid_t to, const std::vector<std::string>& datasets) {
  for (const std::string& path : datasets) {
    const Hdf5Handle source = open_dataset(from, path);
    if (!is_dimension_scale(source.get())) continue;
    char name[256] = "";
    H5DSget_scale_name(source.get(), name, sizeof(name));
    const Hdf5Handle target = open_dataset(to, path);
    make_dimension_scale(target.get(), is_of_checksum_list(path)
                                           ? netcdf_dimension_name(dataset_extents(target.get()).front())
                                           : std::string(name));
  }
  for (const std::string& path : datasets) {
    const Hdf5Handle source = open_dataset(from, path);
    if (is_dimension_scale(source.get())) continue;
    const Hdf5Handle target = open_dataset(to, path);
    for (std::size_t axis = 0; axis < dataset_extents(source.get()).size(); ++axis) {
      std::vector<std::string> scales;
      const auto visit = [](hid_t /*dataset*/, unsigned /*axis*/, hid_t scale, void* data) -> herr_t {
        char name[1024] = "";
        H5Iget_name(scale, name, sizeof(name));
        static_cast<std::vector<std::string>*>(data)->emplace_back(name);
        return 0;
      };
      if (H5DSget_num_scales(source.get(), static_cast<unsigned>(axis)) == 0) continue;
      check_hdf5(H5DSiterate_scales(source.get(), static_cast<unsigned>(axis), nullptr, visit, &scales),
                 "cannot read the axes of '" + path + "'");
      for (const std::string& scale : scales)
        attach_dimension_scale(target.get(), open_dataset(to, scale).get(), static_cast<int>(axis));
    }
  }
}

}  // namespace

void copy_packed(hid_t from, hid_t to, int level, std::int64_t checksums_length) {
  std::vector<std::string> datasets;
  copy_attributes(from, to);
  for (const std::string& path : objects_of(from)) {
    if (is_group(from, path)) {
      copy_attributes(open_group(from, path).get(), create_group(to, path).get());
      continue;
    }
    if (is_of_checksum_list(path)) {
      create_resized(from, to, path, checksums_length);
    } else {
      copy_dataset(from, to, path, level);
    }
    datasets.push_back(path);
  }
  copy_scales(from, to, datasets);
}

void require_equal_datasets(hid_t original, hid_t copy) {
  for (const std::string& path : objects_of(original)) {
    if (is_group(original, path) || is_of_checksum_list(path)) continue;
    const Hdf5Handle one = open_dataset(original, path);
    const Hdf5Handle two = open_dataset(copy, path);
    bool is_equal = dataset_extents(one.get()) == dataset_extents(two.get());
    visit_boxes(dataset_extents(one.get()), chunk_bytes / 8,
                [&](const Box& box) { is_equal = is_equal && read_box(one.get(), box) == read_box(two.get(), box); });
    if (!is_equal)
      throw Error(ErrorKind::input_output, "the copy of dataset '" + path + "' is not what was written",
                  "the disk or the memory is faulty, or the original changed meanwhile");
  }
}

}  // namespace dosde
