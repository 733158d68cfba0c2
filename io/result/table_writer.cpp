#include "io/result/table_writer.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

bool has_shards(const ResultLayout& layout) { return layout.find("shards/file") != nullptr; }

}  // namespace

std::string netcdf_dimension_name(std::int64_t length) {
  char name[80];
  std::snprintf(name, sizeof(name), "This is a netCDF dimension but not a netCDF variable.%10lld",
                static_cast<long long>(length));
  return name;
}

TableWriter::TableWriter(const std::string& path, const ResultLayout& layout, Virtual find_parts)
    : layout_(layout),
      find_parts_(std::move(find_parts)),
      file_(create_hdf5_file(path, has_shards(layout) ? DatasetKinds::virtual_too : DatasetKinds::plain)) {
  for (const DatasetSpec& dataset : layout.datasets) {
    const std::string group = dataset.path.substr(0, dataset.path.find('/'));
    if (group != dataset.path && !has_link(file_.get(), group)) create_group(file_.get(), group);
  }
}

void TableWriter::create_dimensions() {
  for (std::size_t position = 0; position < layout_.dimensions.size(); ++position) {
    const DimensionSpec& dimension = layout_.dimensions[position];
    if (dimension.has_coordinate) {
      create(find_dataset(dimension.name));
      make_dimension_scale(handle(dimension.name), dimension.name);
    } else {
      create_mere_length(dimension);
    }
    const auto netcdf_id = static_cast<std::int32_t>(position);
    write_attribute(handle(dimension.name), "_Netcdf4Dimid", ElementType::int32, 1, &netcdf_id);
  }
  for (const DimensionSpec& dimension : layout_.dimensions) {
    if (dimension.has_coordinate) describe_label_axes(find_dataset(dimension.name));
  }
}

void TableWriter::create_mere_length(const DimensionSpec& dimension) {
  Hdf5Handle dataset = create_dataset(file_.get(), dimension.name, ElementType::uint8, {dimension.length});
  make_dimension_scale(dataset.get(), netcdf_dimension_name(dimension.length));
  handles_.emplace(dimension.name, std::move(dataset));
}

/// A label axis is a two-dimensional dimension scale, which cannot itself have scales: netCDF finds its axes by number.
void TableWriter::describe_label_axes(const DatasetSpec& dataset) {
  if (dataset.dimensions.size() < 2) return;
  std::vector<std::int32_t> numbers;
  for (const std::string& name : dataset.dimensions) {
    const auto found = std::find_if(layout_.dimensions.begin(), layout_.dimensions.end(),
                                    [&name](const DimensionSpec& candidate) { return candidate.name == name; });
    numbers.push_back(static_cast<std::int32_t>(found - layout_.dimensions.begin()));
  }
  write_attribute(handle(dataset.path), "_Netcdf4Coordinates", ElementType::int32,
                  static_cast<std::int64_t>(numbers.size()), numbers.data());
}

void TableWriter::create_datasets() {
  for (const DatasetSpec& dataset : layout_.datasets) {
    if (handles_.count(dataset.path) != 0) continue;
    create(dataset);
    for (std::size_t axis = 0; axis < dataset.dimensions.size(); ++axis) {
      attach_dimension_scale(handle(dataset.path), handle(dataset.dimensions[axis]), static_cast<int>(axis));
    }
  }
}

void TableWriter::create(const DatasetSpec& spec) {
  const auto parts = find_parts_(spec);
  Hdf5Handle dataset = parts ? create_virtual_dataset(file_.get(), spec.path, spec.type, layout_.extents(spec), *parts)
                             : create_dataset(file_.get(), spec.path, spec.type, layout_.extents(spec));
  write_attribute(dataset.get(), "long_name", spec.description);
  if (spec.type == ElementType::character) write_attribute(dataset.get(), "_Encoding", "utf-8");
  handles_.emplace(spec.path, std::move(dataset));
}

void TableWriter::fill_elements(const std::string& path, ElementType memory, const void* data) {
  if (handles_.count(path) != 0) write_dataset(handle(path), memory, data);
}

void TableWriter::fill(const std::string& path, const std::vector<double>& values) {
  fill_elements(path, ElementType::float64, values.data());
}

void TableWriter::fill(const std::string& path, const std::vector<std::int32_t>& values) {
  fill_elements(path, ElementType::int32, values.data());
}

void TableWriter::fill(const std::string& path, const std::vector<std::int8_t>& values) {
  fill_elements(path, ElementType::int8, values.data());
}

void TableWriter::fill(const std::string& path, const std::vector<std::string>& texts) {
  if (handles_.count(path) == 0) return;
  const auto width = static_cast<std::size_t>(layout_.extents(find_dataset(path)).back());
  std::string rows;
  for (const std::string& text : texts) {
    rows += text;
    rows.resize((rows.size() + width - 1) / width * width, '\0');
    if (text.empty()) rows.append(width, '\0');
  }
  fill_elements(path, ElementType::character, rows.data());
}

void TableWriter::fill_numbers(const std::string& path, std::size_t count) {
  std::vector<std::int32_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), 0);
  fill(path, numbers);
}

const DatasetSpec& TableWriter::find_dataset(const std::string& path) const {
  for (const DatasetSpec& dataset : layout_.datasets) {
    if (dataset.path == path) return dataset;
  }
  throw Error(ErrorKind::internal, "the file layout has no dataset '" + path + "'");
}

void TableWriter::finish() {
  handles_.clear();
  close_hdf5_file(file_);
}

}  // namespace dosde
