#include <vector>

#include "engine/core/error.hpp"
#include "io/result/check_parts.hpp"
#include "io/result/table_writer.hpp"

namespace dosde {
namespace {

std::string shape_text(const std::vector<std::int64_t>& extents) {
  std::string text = "[";
  for (const std::int64_t length : extents) text += (text.size() > 1 ? ", " : "") + std::to_string(length);
  return text + "]";
}

void check_text_attribute(hid_t object, const std::string& owner, const std::string& name, const std::string& expected,
                          FindingList& findings) {
  if (!has_attribute(object, name)) {
    findings.add(owner + " has no attribute '" + name + "'");
  } else if (const std::string found = read_text_attribute(object, name); found != expected) {
    findings.add("attribute '" + name + "' of " + owner + " is \"" + found + "\", not \"" + expected + "\"");
  }
}

/// Type and shape; without them the contents cannot be read.
bool check_form(hid_t dataset, const DatasetSpec& spec, const ResultLayout& layout, FindingList& findings) {
  ElementType type = ElementType::character;
  try {
    type = element_type(dataset);
  } catch (const Error&) {
    findings.add("dataset '" + spec.path + "' has elements of a foreign type, not " + element_name(spec.type));
    return false;
  }
  if (type != spec.type) {
    findings.add("dataset '" + spec.path + "' has elements of type " + element_name(type) + ", not " +
                 element_name(spec.type));
    return false;
  }
  const std::vector<std::int64_t> extents = dataset_extents(dataset);
  if (extents != layout.extents(spec)) {
    findings.add("dataset '" + spec.path + "' has shape " + shape_text(extents) + ", not " +
                 shape_text(layout.extents(spec)));
    return false;
  }
  return true;
}

void check_axes(hid_t dataset, const DatasetSpec& spec, FindingList& findings) {
  if (is_dimension_scale(dataset)) return;
  for (std::size_t axis = 0; axis < spec.dimensions.size(); ++axis) {
    const std::string& name = spec.dimensions[axis];
    if (!is_attached(dataset, name, static_cast<int>(axis))) {
      findings.add("axis " + std::to_string(axis) + " of dataset '" + spec.path + "' is not tied to dimension '" +
                   name + "'");
    }
  }
}

void check_dimension(hid_t file, const DimensionSpec& dimension, std::int64_t netcdf_id, FindingList& findings) {
  if (!has_link(file, dimension.name)) {
    findings.add("dimension '" + dimension.name + "' is missing");
    return;
  }
  const Hdf5Handle dataset = open_dataset(file, dimension.name);
  const std::string owner = "dimension '" + dimension.name + "'";
  if (!is_dimension_scale(dataset.get())) {
    findings.add(owner + " is not a dimension scale");
    return;
  }
  check_text_attribute(dataset.get(), owner, "NAME",
                       dimension.has_coordinate ? dimension.name : netcdf_dimension_name(dimension.length), findings);
  std::int64_t found = -1;
  if (has_attribute(dataset.get(), "_Netcdf4Dimid")) {
    read_number_attribute(dataset.get(), "_Netcdf4Dimid", ElementType::int64, &found);
  }
  if (found != netcdf_id) findings.add(owner + " has no attribute _Netcdf4Dimid of " + std::to_string(netcdf_id));
}

}  // namespace

bool check_layout(hid_t file, const ResultSizes& sizes, FindingList& findings) {
  const ResultLayout layout = describe_layout(sizes);
  bool is_readable = true;
  for (std::size_t id = 0; id < layout.dimensions.size(); ++id) {
    check_dimension(file, layout.dimensions[id], static_cast<std::int64_t>(id), findings);
  }
  for (const DatasetSpec& spec : layout.datasets) {
    if (!has_link(file, spec.path)) {
      findings.add("dataset '" + spec.path + "' is missing");
      is_readable = false;
      continue;
    }
    const Hdf5Handle dataset = open_dataset(file, spec.path);
    is_readable = check_form(dataset.get(), spec, layout, findings) && is_readable;
    check_axes(dataset.get(), spec, findings);
    check_text_attribute(dataset.get(), "dataset '" + spec.path + "'", "long_name", spec.description, findings);
  }
  for (const char* name : {"Conventions", "title", "source"}) {
    if (!has_attribute(file, name)) findings.add("the file has no attribute '" + std::string(name) + "'");
  }
  if (has_link(file, "status")) {
    check_text_attribute(open_dataset(file, "status").get(), "dataset 'status'", "flag_meanings", status_meanings,
                         findings);
  }
  return is_readable;
}

}  // namespace dosde
