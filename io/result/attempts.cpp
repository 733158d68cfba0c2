#include "io/result/attempts.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "engine/core/error.hpp"
#include "io/result/layout.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"

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
    put("provenance/attempt_start", row, attempt.start);  // last: it marks the row as used
  }

  [[nodiscard]] Attempt read(std::int64_t row) const {
    Attempt attempt;
    std::array<char, host_name_length> host = {};
    file_.read_at(layout_.offset("provenance/attempt_host") + row * host_name_length, host.data(), host_name_length);
    attempt.host.assign(host.begin(), std::find(host.begin(), host.end(), '\0'));
    get("provenance/attempt_start", row, attempt.start);
    get("provenance/attempt_end", row, attempt.end);
    get("provenance/attempt_exit_code", row, attempt.exit_code);
    get("provenance/attempt_ranks", row, attempt.ranks);
    get("provenance/attempt_units", row, attempt.units);
    get("provenance/attempt_compute_seconds", row, attempt.compute_seconds);
    get("provenance/attempt_write_seconds", row, attempt.write_seconds);
    get("provenance/attempt_finalise_seconds", row, attempt.finalise_seconds);
    return attempt;
  }

  [[nodiscard]] std::int64_t used_rows() const {
    std::vector<double> starts(attempt_capacity);
    file_.read_at(layout_.offset("provenance/attempt_start"), starts.data(), attempt_capacity * 8);
    return std::find(starts.begin(), starts.end(), 0.0) - starts.begin();
  }

 private:
  template <class Value>
  void put(const char* dataset, std::int64_t row, const Value& value) const {
    constexpr auto size = static_cast<std::int64_t>(sizeof(Value));
    file_.write_at(layout_.offset(dataset) + row * size, &value, size);
  }
  template <class Value>
  void get(const char* dataset, std::int64_t row, Value& value) const {
    constexpr auto size = static_cast<std::int64_t>(sizeof(Value));
    file_.read_at(layout_.offset(dataset) + row * size, &value, size);
  }

  RawLayout layout_;
  RawFile file_;
};

}  // namespace

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
  const AttemptTable table(path, RawFile::Access::read);
  std::vector<Attempt> attempts;
  for (std::int64_t row = 0; row < table.used_rows(); ++row) attempts.push_back(table.read(row));
  return attempts;
}

}  // namespace dosde
