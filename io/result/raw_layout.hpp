#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "io/result/layout.hpp"
#include "io/result/raw_file.hpp"

namespace dosde {

/// Where the raw data of every dataset stand in a result file: what is needed to write without HDF5. Where the file is
/// of the sharded layout, what units write stands at offsets that the routes lead to the shards.
class RawLayout {
 public:
  struct Range {
    std::int64_t offset = 0;  ///< bytes from the beginning of the file
    std::int64_t bytes = 0;
    ElementType type = ElementType::float64;
  };

  RawLayout(ResultSizes sizes, std::map<std::string, Range> ranges) : sizes_(sizes), ranges_(std::move(ranges)) {}

  /// The file with these data in it.
  [[nodiscard]] RawFile open(const std::string& path, RawFile::Access access) const { return {path, access, routes_}; }
  [[nodiscard]] bool is_sharded() const { return routes_ != nullptr; }
  void lead_to_shards(std::shared_ptr<const ByteRoutes> routes) { routes_ = std::move(routes); }

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
  std::shared_ptr<const ByteRoutes> routes_;
};

/// Reads the layout of a result file. Throws Error (input_output) where it is none, was written by a later version,
/// lacks a dataset that its sizes call for, has one that is not a plain range of bytes of the expected type and shape,
/// or misses a shard.
RawLayout read_raw_layout(const std::string& path);

}  // namespace dosde
