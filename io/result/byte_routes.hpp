#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "io/result/raw_file.hpp"

namespace dosde {

/// The data of shards as if they were in one file: ranges of byte offsets beyond every real file, and where each of
/// them really is. So whoever reads a result file raw need not know whether its units are in it or in shards.
class ByteRoutes {
 public:
  /// Offsets from here on are routed.
  static constexpr std::int64_t first_offset = std::int64_t{1} << 60;

  struct Route {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    std::size_t file = 0;     ///< position in the list of files
    std::int64_t offset = 0;  ///< of `begin` in that file
  };

  /// Routes may come in any order; they do not overlap.
  ByteRoutes(std::vector<std::string> files, std::vector<Route> routes);

  /// Bytes that no route leads to read as zeros: the statuses of units that no shard has.
  void read_at(std::int64_t offset, void* data, std::int64_t bytes) const;
  /// Where no route leads nothing can be written but zeros, which are there.
  void write_at(std::int64_t offset, const void* data, std::int64_t bytes) const;

 private:
  [[nodiscard]] const RawFile& file(std::size_t number, RawFile::Access access) const;
  /// Calls visit(route or nullptr, offset from the beginning of the range, bytes) for the parts of a range.
  template <class Visit>
  void visit_parts(std::int64_t offset, std::int64_t bytes, Visit visit) const;

  std::vector<std::string> files_;
  std::vector<Route> routes_;  ///< in the order of offsets
  mutable std::map<std::pair<std::size_t, RawFile::Access>, RawFile> opened_;
};

}  // namespace dosde
