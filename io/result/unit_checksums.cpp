#include "io/result/unit_checksums.hpp"

#include "io/result/crc32c.hpp"

namespace dosde {

std::vector<UnitChecksums> unit_checksums(const UnitRows& rows) {
  std::vector<UnitChecksums> checksums(rows.reflections.size());
  for (std::size_t scenario = 0; scenario < checksums.size(); ++scenario) {
    const auto checksum = [&](const auto& all) {
      const std::size_t length = all.size() / checksums.size();
      const auto row = all.subspan(scenario * length, length);
      return crc32c(row.data(), static_cast<std::int64_t>(row.size_bytes()));
    };
    checksums[scenario] = {checksum(rows.statuses),      checksum(rows.end_times),   checksum(rows.end_variables),
                           checksum(rows.state_crc32cs), checksum(rows.reflections), checksum(rows.partials)};
  }
  return checksums;
}

}  // namespace dosde
