#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "io/result/layout.hpp"

namespace dosde {

/// Where the raw data of every dataset stand in a result file: what is needed to write without HDF5.
class RawLayout {
 public:
  struct Range {
    std::int64_t offset = 0;  ///< bytes from the beginning of the file
    std::int64_t bytes = 0;
    ElementType type = ElementType::float64;
  };

  RawLayout(ResultSizes sizes, std::map<std::string, Range> ranges) : sizes_(sizes), ranges_(std::move(ranges)) {}

  [[nodiscard]] const ResultSizes& sizes() const { return sizes_; }
  [[nodiscard]] bool has(const std::string& dataset) const { return ranges_.count(dataset) != 0; }
  [[nodiscard]] const std::map<std::string, Range>& ranges() const { return ranges_; }
  /// These throw Error (input_output) where there is no such dataset.
  [[nodiscard]] std::int64_t offset(const std::string& dataset) const { return range(dataset).offset; }
  [[nodiscard]] std::int64_t bytes(const std::string& dataset) const { return range(dataset).bytes; }
  [[nodiscard]] ElementType type(const std::string& dataset) const { return range(dataset).type; }

 private:
  [[nodiscard]] const Range& range(const std::string& dataset) const;

  ResultSizes sizes_;
  std::map<std::string, Range> ranges_;
};

/// Reads the layout of a result file. Throws Error (input_output) where it is none, was written by a later version,
/// lacks a dataset that its sizes call for, or has one that is not a plain range of bytes of the expected type and
/// shape.
RawLayout read_raw_layout(const std::string& path);

}  // namespace dosde
