#pragma once

// Internal to io/result (it names HDF5).

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "io/result/hdf5.hpp"
#include "io/result/layout.hpp"
#include "io/result/virtual_dataset.hpp"

namespace dosde {

/// A result file under construction: makes every dimension and dataset of its layout, then fills some.
class TableWriter {
 public:
  /// Gives the parts of a dataset that shows those of other files; nothing: the file itself holds the dataset.
  using Virtual = std::function<std::optional<std::vector<VirtualPart>>(const DatasetSpec&)>;

  /// Creates the file, overwriting. The layout must outlive the writer.
  TableWriter(const std::string& path, const ResultLayout& layout, Virtual find_parts);

  /// Every dimension: a dataset that labels it, or a mere length as netCDF stores one.
  void create_dimensions();
  /// Every other dataset, with its dimensions attached.
  void create_datasets();

  // Write a dataset whole; nothing happens where the file has no such dataset, because one of its axes is empty.
  void fill(const std::string& path, const std::vector<double>& values);
  void fill(const std::string& path, const std::vector<std::int32_t>& values);
  void fill(const std::string& path, const std::vector<std::int8_t>& values);
  /// Texts as rows of characters, padded with zeros; a single text may stand alone.
  void fill(const std::string& path, const std::vector<std::string>& texts);
  /// 0, 1, 2, …
  void fill_numbers(const std::string& path, std::size_t count);

  [[nodiscard]] hid_t file() const { return file_.get(); }
  [[nodiscard]] hid_t handle(const std::string& path) const { return handles_.at(path).get(); }

  /// Closes the file. Throws Error (input_output) where something could not be written.
  void finish();

 private:
  [[nodiscard]] const DatasetSpec& find_dataset(const std::string& path) const;
  void create(const DatasetSpec& spec);
  void create_mere_length(const DimensionSpec& dimension);
  void describe_label_axes(const DatasetSpec& dataset);
  void fill_elements(const std::string& path, ElementType memory, const void* data);

  const ResultLayout& layout_;
  Virtual find_parts_;
  Hdf5Handle file_;
  std::map<std::string, Hdf5Handle> handles_;
};

/// What netCDF writes as the NAME of a dimension without a variable (its file format specification fixes wording and
/// width).
std::string netcdf_dimension_name(std::int64_t length);

}  // namespace dosde
