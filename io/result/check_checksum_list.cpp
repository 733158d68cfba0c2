#include "engine/core/error.hpp"
#include "io/result/boxes.hpp"
#include "io/result/check_parts.hpp"
#include "io/result/checksum_list.hpp"

namespace dosde {
namespace {

std::string read_list(hid_t file) {
  const std::vector<char> bytes = read_whole(file, "provenance/checksums");
  return {bytes.begin(), bytes.end()};
}

/// The lines of a text, each with its end.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    lines.push_back(text.substr(begin, end - begin));
    begin = end;
  }
  return lines;
}

}  // namespace

void check_checksum_list(hid_t file, const std::string& path, const ResultSizes& sizes, FindingList& findings) {
  const std::string stored = read_list(file);
  const ChecksumList found = compute_checksum_list(file, path, describe_layout(sizes));
  if (stored == found.text()) return;
  const std::vector<std::string> expected = lines_of(stored);
  const std::vector<std::string> actual = lines_of(found.text());
  if (expected.size() != actual.size()) {
    findings.add("the list of checksums (provenance/checksums) is not that of this file");
    return;
  }
  const bool is_hash_right = expected[0] == actual[0];
  bool is_explained = false;
  for (std::size_t line = 1; line < actual.size(); ++line) {
    if (expected[line] == actual[line]) continue;
    is_explained = true;
    const std::string name = "'" + found.datasets[line - 1].first + "'";
    if (is_hash_right) {
      findings.add("the list of checksums (provenance/checksums) is damaged at dataset " + name +
                   "; the dataset itself is not");
    } else {
      findings.add("dataset " + name + " does not match its checksum: it has changed since the file was created");
    }
  }
  if (is_explained || is_hash_right) return;
  findings.report().has_changed_metadata = true;
  findings.add(
      "the file's metadata (names, shapes, attributes and what HDF5 keeps about them) are not as they were created: "
      "their SHA-256 differs. Either the file is damaged, or another program changed it; if you added something "
      "yourself, `dosde check --accept-changes` records it");
}

}  // namespace dosde
