#include "io/result/attempts.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/core/error.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/layout.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

double now() { return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count(); }

/// The attempts table as raw columns.
class AttemptTable {
 public:
  AttemptTable(const std::string& path, RawFile::Access access) : layout_(read_raw_layout(path)), file_(path, access) {}

  void write(std::int64_t row, const Attempt& attempt) const {
    std::array<char, host_name_length> host = {};
    std::copy_n(attempt.host.begin(), std::min(attempt.host.size(), host.size() - 1), host.begin());
    file_.write_at(layout_.offset("provenance/attempt_host") + row * host_name_length, host.data(), host_name_length);
    put("provenance/attempt_end", row, attempt.end);
    put("provenance/attempt_exit_code", row, attempt.exit_code);
    put("provenance/attempt_ranks", row, attempt.ranks);
    put("provenance/attempt_units", row, attempt.units);
    put("provenance/attempt_compute_seconds", row, attempt.compute_seconds);
    put("provenance/attempt_write_seconds", row, attempt.write_seconds);
    put("provenance/attempt_finalise_seconds", row, attempt.finalise_seconds);
    put("provenance/attempt_start", row, attempt.start);  // it marks the row as used
    put("provenance/attempt_crc32c", row, checksum_of_row(row));
  }

  [[nodiscard]] std::int64_t used_rows() const {
    std::vector<double> starts(attempt_capacity);
    file_.read_at(layout_.offset("provenance/attempt_start"), starts.data(), attempt_capacity * 8);
    return std::find(starts.begin(), starts.end(), 0.0) - starts.begin();
  }

 private:
  [[nodiscard]] std::uint32_t checksum_of_row(std::int64_t row) const {
    std::uint32_t checksum = 0;
    for (const auto& [path, range] : layout_.ranges()) {
      if (!is_attempt_column(path)) continue;
      const std::int64_t width = range.bytes / attempt_capacity;
      std::vector<char> bytes(static_cast<std::size_t>(width));
      file_.read_at(range.offset + row * width, bytes.data(), width);
      checksum = crc32c(bytes.data(), width, checksum);
    }
    return checksum;
  }

  template <class Value>
  void put(const char* dataset, std::int64_t row, const Value& value) const {
    constexpr auto size = static_cast<std::int64_t>(sizeof(Value));
    file_.write_at(layout_.offset(dataset) + row * size, &value, size);
  }
  RawLayout layout_;
  RawFile file_;
};

}  // namespace

bool is_attempt_column(const std::string& path) {
  return path.starts_with("provenance/attempt_") && path != "provenance/attempt_crc32c";
}

Attempt attempt_from_now() {
  Attempt attempt;
  attempt.start = now();
  std::array<char, 256> name = {};
  if (gethostname(name.data(), name.size() - 1) == 0) attempt.host = name.data();
  return attempt;
}

std::int64_t begin_attempt(const std::string& path, const Attempt& attempt) {
  const AttemptTable table(path, RawFile::Access::read_write);
  const std::int64_t row = std::min(table.used_rows(), attempt_capacity - 1);
  table.write(row, attempt);
  return row;
}

void end_attempt(const std::string& path, std::int64_t row, Attempt attempt) {
  if (row < 0 || row >= attempt_capacity) throw Error(ErrorKind::internal, "the attempts table has no such row");
  if (attempt.end == 0.0) attempt.end = now();
  AttemptTable(path, RawFile::Access::read_write).write(row, attempt);
}

std::vector<Attempt> read_attempts(const std::string& path) {
  const ResultFile file(path);
  const auto column = [&file](const char* name) { return file.numbers(std::string("provenance/attempt_") + name); };
  const std::vector<double> starts = column("start");
  const std::vector<double> ends = column("end");
  const std::vector<double> exit_codes = column("exit_code");
  const std::vector<double> ranks = column("ranks");
  const std::vector<double> units = column("units");
  const std::vector<double> compute = column("compute_seconds");
  const std::vector<double> write = column("write_seconds");
  const std::vector<double> finalise = column("finalise_seconds");
  const std::vector<std::string> hosts = file.texts("provenance/attempt_host");
  std::vector<Attempt> attempts;
  for (std::size_t row = 0; row < starts.size() && starts[row] != 0.0; ++row) {
    attempts.push_back({starts[row], ends[row], static_cast<std::int32_t>(exit_codes[row]),
                        static_cast<std::int32_t>(ranks[row]), static_cast<std::int64_t>(units[row]), compute[row],
                        write[row], finalise[row], hosts[row]});
  }
  return attempts;
}

}  // namespace dosde
