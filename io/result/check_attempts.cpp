#include <algorithm>
#include <string>
#include <vector>

#include "io/result/attempts.hpp"
#include "io/result/boxes.hpp"
#include "io/result/check_parts.hpp"
#include "io/result/crc32c.hpp"

namespace dosde {
namespace {

/// One column of the table, by rows.
struct Column {
  std::string path;
  std::vector<char> bytes;

  [[nodiscard]] std::int64_t width() const { return static_cast<std::int64_t>(bytes.size()) / attempt_capacity; }
  [[nodiscard]] const char* row(std::int64_t number) const { return bytes.data() + number * width(); }
};

template <class Value>
Value value_at(hid_t file, const char* path, std::int64_t row) {
  const std::vector<char> bytes = read_whole(file, path);
  Value value = {};
  std::copy_n(bytes.data() + row * static_cast<std::int64_t>(sizeof(Value)), sizeof(Value),
              reinterpret_cast<char*>(&value));
  return value;
}

}  // namespace

void check_attempts(hid_t file, const ResultSizes& sizes, FindingList& findings) {
  std::vector<Column> columns;
  for (const DatasetSpec& spec : describe_layout(sizes).datasets) {
    if (is_attempt_column(spec.path)) columns.push_back({spec.path, read_whole(file, spec.path)});
  }
  std::sort(columns.begin(), columns.end(), [](const Column& a, const Column& b) { return a.path < b.path; });
  std::int64_t last_used = -1;
  for (std::int64_t row = 0; row < attempt_capacity; ++row) {
    std::uint32_t checksum = 0;
    bool is_used = false;
    bool is_blank = true;
    for (const Column& column : columns) {
      checksum = crc32c(column.row(row), column.width(), checksum);
      const bool is_zero =
          std::all_of(column.row(row), column.row(row) + column.width(), [](char c) { return c == 0; });
      if (column.path == "provenance/attempt_start") is_used = !is_zero;
      if (column.path == "provenance/attempt_exit_code") {
        is_blank = is_blank && std::all_of(column.row(row), column.row(row) + column.width(),
                                           [](char c) { return static_cast<unsigned char>(c) == 0xff; });
      } else {
        is_blank = is_blank && is_zero;
      }
    }
    const auto stored = value_at<std::uint32_t>(file, "provenance/attempt_crc32c", row);
    const std::string who = "row " + std::to_string(row) + " of the attempts table (provenance/attempt_*) ";
    if (is_used) last_used = row;
    if (is_used && checksum != stored) {
      findings.add(who + "does not match its checksum: damaged, or a process was killed while it wrote this row");
    } else if (!is_used && !(is_blank && stored == 0)) {
      findings.add(who + "is not in use, but not empty: damaged, or a process was killed while it wrote this row");
    }
  }
  const auto complete = value_at<std::uint8_t>(file, "complete", 0);
  if (complete > 1) findings.add("'complete' is " + std::to_string(complete) + ", neither 0 nor 1");
  if (last_used < 0 || complete != 0) return;
  const auto exit_code = value_at<std::int32_t>(file, "provenance/attempt_exit_code", last_used);
  if ((exit_code == 0 || exit_code == 5) && findings.report().pending_trajectories == 0) {
    findings.add("the last attempt finished the run, but 'complete' is 0");
  }
}

}  // namespace dosde
