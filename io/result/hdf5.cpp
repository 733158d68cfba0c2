#include "io/result/hdf5.hpp"

#include <cstdlib>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

/// Switches off HDF5's printing of its error stack, once a process. And file locks where no access list is asked: HDF5
/// opens the sources of virtual datasets by itself, shows NaN where it cannot lock them, and refuses them where we have
/// them open without.
void silence_hdf5() {
  static const bool is_silent = [] {
    setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
    H5open();
    H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
    return true;
  }();
  static_cast<void>(is_silent);
}

/// Keeps the first entry that it meets: walked upward, that is the innermost, the cause.
herr_t keep_innermost(unsigned /*depth*/, const H5E_error2_t* entry, void* text) {
  std::string& message = *static_cast<std::string*>(text);
  if (message.empty() && entry->desc != nullptr) message = entry->desc;
  return 0;
}

std::string last_hdf5_message() {
  std::string message;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, keep_innermost, &message);
  H5Eclear2(H5E_DEFAULT);
  return message.empty() ? "HDF5 gives no reason" : "HDF5 says: " + message;
}

/// How we open files: see the remark in the header.
Hdf5Handle file_access(H5F_libver_t newest = H5F_LIBVER_V18) {
  Hdf5Handle access(checked_identifier(H5Pcreate(H5P_FILE_ACCESS), "cannot prepare to open an HDF5 file"), H5Pclose);
  check_hdf5(H5Pset_libver_bounds(access.get(), H5F_LIBVER_EARLIEST, newest), "cannot choose the file version");
  check_hdf5(H5Pset_fclose_degree(access.get(), H5F_CLOSE_SEMI), "cannot choose how the file is closed");
#if H5_VERSION_GE(1, 10, 7)
  check_hdf5(H5Pset_file_locking(access.get(), false, true), "cannot switch off file locks");
#endif
  return access;
}

}  // namespace

hid_t checked_identifier(hid_t identifier, const std::string& problem) {
  if (identifier < 0) throw Error(ErrorKind::input_output, problem, last_hdf5_message());
  return identifier;
}

void check_hdf5(herr_t result, const std::string& problem) {
  if (result < 0) throw Error(ErrorKind::input_output, problem, last_hdf5_message());
}

Hdf5Handle create_hdf5_file(const std::string& path, DatasetKinds kinds) {
  silence_hdf5();
  Hdf5Handle creation(checked_identifier(H5Pcreate(H5P_FILE_CREATE), "cannot prepare an HDF5 file"), H5Pclose);
  const unsigned in_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check_hdf5(H5Pset_link_creation_order(creation.get(), in_order), "cannot ask for links in creation order");
  check_hdf5(H5Pset_attr_creation_order(creation.get(), in_order), "cannot ask for attributes in creation order");
  check_hdf5(H5Pset_obj_track_times(creation.get(), false), "cannot switch off object times");
  const Hdf5Handle access = file_access(kinds == DatasetKinds::virtual_too ? H5F_LIBVER_LATEST : H5F_LIBVER_V18);
  // Page-aligned large datasets: the raw writes of a unit then touch no page of a neighbour's.
  check_hdf5(H5Pset_alignment(access.get(), 1 << 20, 4096), "cannot align datasets");
  return {checked_identifier(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.get(), access.get()),
                             "cannot create '" + path + "'"),
          H5Fclose};
}

Hdf5Handle open_hdf5_file(const std::string& path) {
  silence_hdf5();
  const Hdf5Handle access = file_access();
  // As HDF5 opens the sources of virtual datasets: one file cannot be open in two ways.
  check_hdf5(H5Pset_fclose_degree(access.get(), H5F_CLOSE_WEAK), "cannot choose how the file is closed");
  return {checked_identifier(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access.get()),
                             "cannot open '" + path + "' as an HDF5 file"),
          H5Fclose};
}

void close_hdf5_file(Hdf5Handle& file) {
  check_hdf5(H5Fflush(file.get(), H5F_SCOPE_GLOBAL), "cannot write the metadata of the file");
  file = Hdf5Handle();
}

Hdf5Handle create_group(hid_t parent, const std::string& name) {
  Hdf5Handle creation(checked_identifier(H5Pcreate(H5P_GROUP_CREATE), "cannot prepare a group"), H5Pclose);
  const unsigned in_order = H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED;
  check_hdf5(H5Pset_link_creation_order(creation.get(), in_order), "cannot ask for links in creation order");
  check_hdf5(H5Pset_attr_creation_order(creation.get(), in_order), "cannot ask for attributes in creation order");
  check_hdf5(H5Pset_obj_track_times(creation.get(), false), "cannot switch off object times");
  return {checked_identifier(H5Gcreate2(parent, name.c_str(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                             "cannot create the group '" + name + "'"),
          H5Gclose};
}

Hdf5Handle open_group(hid_t parent, const std::string& name) {
  return {checked_identifier(H5Gopen2(parent, name.c_str(), H5P_DEFAULT), "cannot open the group '" + name + "'"),
          H5Gclose};
}

bool has_link(hid_t parent, const std::string& name) { return H5Lexists(parent, name.c_str(), H5P_DEFAULT) > 0; }

bool is_group(hid_t parent, const std::string& name) {
  const Hdf5Handle object(checked_identifier(H5Oopen(parent, name.c_str(), H5P_DEFAULT), "cannot open '" + name + "'"),
                          H5Oclose);
  return H5Iget_type(object.get()) == H5I_GROUP;
}

std::vector<std::string> link_names(hid_t group) {
  H5G_info_t facts;
  check_hdf5(H5Gget_info(group, &facts), "cannot list a group");
  std::vector<std::string> names;
  for (hsize_t position = 0; position < facts.nlinks; ++position) {
    const auto name_at = [&](char* buffer, std::size_t size) {
      return H5Lget_name_by_idx(group, ".", H5_INDEX_NAME, H5_ITER_INC, position, buffer, size, H5P_DEFAULT);
    };
    const ssize_t length = name_at(nullptr, 0);
    if (length < 0) throw Error(ErrorKind::input_output, "cannot list a group", last_hdf5_message());
    std::string name(static_cast<std::size_t>(length), '\0');
    name_at(name.data(), name.size() + 1);
    names.push_back(name);
  }
  return names;
}

std::string hdf5_library_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned release = 0;
  H5get_libversion(&major, &minor, &release);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

}  // namespace dosde
