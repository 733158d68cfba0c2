#include <hdf5_hl.h>

#include "engine/core/error.hpp"
#include "io/result/hdf5.hpp"

namespace dosde {

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  const std::string problem = "cannot write the attribute '" + name + "'";
  const Hdf5Handle type(checked_identifier(H5Tcopy(H5T_C_S1), problem), H5Tclose);
  check_hdf5(H5Tset_size(type.get(), text.size() + 1), problem);
  check_hdf5(H5Tset_cset(type.get(), H5T_CSET_UTF8), problem);
  const Hdf5Handle space = data_space({});
  const Hdf5Handle attribute(
      checked_identifier(H5Acreate2(object, name.c_str(), type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), problem),
      H5Aclose);
  check_hdf5(H5Awrite(attribute.get(), type.get(), text.c_str()), problem);
}

void write_attribute(hid_t object, const std::string& name, ElementType type, std::int64_t count, const void* data) {
  const std::string problem = "cannot write the attribute '" + name + "'";
  const Hdf5Handle stored = hdf5_type(type);
  const Hdf5Handle space = count == 1 ? data_space({}) : data_space({count});
  const Hdf5Handle attribute(
      checked_identifier(H5Acreate2(object, name.c_str(), stored.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT),
                         problem),
      H5Aclose);
  check_hdf5(H5Awrite(attribute.get(), stored.get(), data), problem);
}

bool has_attribute(hid_t object, const std::string& name) { return H5Aexists(object, name.c_str()) > 0; }

std::string read_text_attribute(hid_t object, const std::string& name) {
  const std::string problem = "cannot read the attribute '" + name + "'";
  const Hdf5Handle attribute(checked_identifier(H5Aopen(object, name.c_str(), H5P_DEFAULT), problem), H5Aclose);
  const Hdf5Handle type(checked_identifier(H5Aget_type(attribute.get()), problem), H5Tclose);
  const Hdf5Handle space(checked_identifier(H5Aget_space(attribute.get()), problem), H5Sclose);
  if (H5Tget_class(type.get()) != H5T_STRING || H5Sget_simple_extent_npoints(space.get()) != 1) {
    throw Error(ErrorKind::input_output, problem, "it is not a single text");
  }
  if (H5Tis_variable_str(type.get()) > 0) {  // other programs write such
    char* text = nullptr;
    check_hdf5(H5Aread(attribute.get(), type.get(), static_cast<void*>(&text)), problem);
    const std::string copy = text == nullptr ? "" : text;
    H5Dvlen_reclaim(type.get(), space.get(), H5P_DEFAULT, static_cast<void*>(&text));
    return copy;
  }
  std::string text(H5Tget_size(type.get()), '\0');
  check_hdf5(H5Aread(attribute.get(), type.get(), text.data()), problem);
  return text.substr(0, text.find('\0'));
}

void read_number_attribute(hid_t object, const std::string& name, ElementType memory, void* value) {
  const std::string problem = "cannot read the attribute '" + name + "'";
  const Hdf5Handle attribute(checked_identifier(H5Aopen(object, name.c_str(), H5P_DEFAULT), problem), H5Aclose);
  const Hdf5Handle space(checked_identifier(H5Aget_space(attribute.get()), problem), H5Sclose);
  if (H5Sget_simple_extent_npoints(space.get()) != 1) {
    throw Error(ErrorKind::input_output, problem, "it is not a single number");
  }
  check_hdf5(H5Aread(attribute.get(), hdf5_type(memory).get(), value), problem);
}

void make_dimension_scale(hid_t dataset, const std::string& name) {
  check_hdf5(H5DSset_scale(dataset, name.c_str()), "cannot make '" + name + "' a dimension scale");
}

void attach_dimension_scale(hid_t dataset, hid_t scale, int axis) {
  check_hdf5(H5DSattach_scale(dataset, scale, static_cast<unsigned>(axis)), "cannot attach a dimension scale");
}

bool is_dimension_scale(hid_t dataset) { return H5DSis_scale(dataset) > 0; }

bool is_attached(hid_t dataset, const std::string& scale, int axis) {
  // Not H5DSis_attached: it also looks from the scale to its datasets, and fails when any of those has been deleted.
  struct Search {
    std::string name;
    bool is_found = false;
  } search{"/" + scale};
  const auto visit = [](hid_t /*dataset*/, unsigned /*axis*/, hid_t candidate, void* data) -> herr_t {
    Search& wanted = *static_cast<Search*>(data);
    std::string name(wanted.name.size() + 1, '\0');
    const ssize_t length = H5Iget_name(candidate, name.data(), name.size() + 1);
    name.resize(wanted.name.size());
    wanted.is_found = length == static_cast<ssize_t>(wanted.name.size()) && name == wanted.name;
    return wanted.is_found ? 1 : 0;
  };
  return H5DSiterate_scales(dataset, static_cast<unsigned>(axis), nullptr, visit, &search) > 0;
}

}  // namespace dosde
