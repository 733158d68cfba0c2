#include "io/result/checksum_list.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "io/result/boxes.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/sha256.hpp"

namespace dosde {
namespace {

struct ByteRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

/// Where a file is written after its creation: what runs write, and the list of checksums. In order.
std::vector<ByteRange> changing_ranges(hid_t file, const ResultLayout& layout) {
  std::vector<ByteRange> ranges;
  const FileForm form = read_file_form(file);
  for (const DatasetSpec& spec : layout.datasets) {
    if (is_listed(spec, form)) continue;
    const std::int64_t offset = dataset_offset(open_dataset(file, spec.path).get());
    if (offset < 0 && form == FileForm::sharded) continue;  // its bytes are in the shards
    ranges.push_back({offset, offset + layout.bytes(spec)});
  }
  std::sort(ranges.begin(), ranges.end(), [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  return ranges;
}

std::string hash_outside(const RawFile& file, const std::vector<ByteRange>& ranges) {
  Sha256 hash;
  const auto add = [&](std::int64_t begin, std::int64_t end) {
    file.visit_bytes(begin, end - begin, [&](std::span<const char> piece) {
      hash.add(piece.data(), static_cast<std::int64_t>(piece.size()));
    });
  };
  std::int64_t place = 0;
  for (const ByteRange& range : ranges) {
    add(place, range.begin);
    place = std::max(place, range.end);
  }
  add(place, file.size());
  return hash.digest();
}

/// A file with every dataset that there is.
ResultSizes all_sizes() {
  ResultSizes sizes;
  sizes.scenarios = sizes.trajectories = sizes.kept = sizes.times = sizes.columns = sizes.variables = sizes.units = 1;
  sizes.quantiles = sizes.shards = 1;
  sizes.mean = sizes.variance = sizes.extremes = true;
  return sizes;
}

}  // namespace

bool has_sound_metadata(hid_t file, const std::string& path) {
  const std::vector<char> stored = read_whole(file, "provenance/checksums");
  if (std::all_of(stored.begin(), stored.end(), [](char byte) { return byte == 0; })) return true;
  std::vector<ByteRange> ranges;
  for (const DatasetSpec& spec : describe_layout(all_sizes()).datasets) {
    const bool is_listed = spec.written == Written::at_creation || spec.written == Written::with_unit;
    if (is_listed || !has_link(file, spec.path)) continue;
    const Hdf5Handle dataset = open_dataset(file, spec.path);
    const std::int64_t offset = dataset_offset(dataset.get());
    if (offset >= 0) ranges.push_back({offset, offset + static_cast<std::int64_t>(H5Dget_storage_size(dataset.get()))});
  }
  std::sort(ranges.begin(), ranges.end(), [](const ByteRange& a, const ByteRange& b) { return a.begin < b.begin; });
  const std::string found = "sha256 " + hash_outside(RawFile(path, RawFile::Access::read), ranges);
  return std::string(stored.begin(), stored.end()).starts_with(found + " ");
}

std::string ChecksumList::text() const {
  std::string text = fmt::format("sha256 {} of all bytes that no later write changes\n", sha256);
  for (const auto& [path, checksum] : datasets) text += fmt::format("crc32c {:08x} {}\n", checksum, path);
  return text;
}

bool is_listed(const DatasetSpec& spec, FileForm form) {
  if (spec.written == Written::as_checksum_list) return false;
  return spec.written == Written::at_creation || form == FileForm::packed;
}

ChecksumList compute_checksum_list(hid_t file, const std::string& path, const ResultLayout& layout) {
  ChecksumList list;
  list.sha256 = hash_outside(RawFile(path, RawFile::Access::read), changing_ranges(file, layout));
  const FileForm form = read_file_form(file);
  for (const DatasetSpec& spec : layout.datasets) {
    if (!is_listed(spec, form)) continue;
    try {
      list.datasets.emplace_back(spec.path, checksum_of(open_dataset(file, spec.path).get()));
    } catch (const Error& error) {  // compressed data that are damaged do not open
      throw Error(ErrorKind::input_output, "dataset '" + spec.path + "' cannot be read", error.what());
    }
  }
  return list;
}

std::int64_t checksum_list_length(const ResultLayout& layout, FileForm form) {
  ChecksumList list;
  list.sha256 = std::string(64, '0');
  for (const DatasetSpec& spec : layout.datasets) {
    if (is_listed(spec, form)) list.datasets.emplace_back(spec.path, 0);
  }
  return static_cast<std::int64_t>(list.text().size());
}

void write_checksum_list(const std::string& path) {
  std::string text;
  std::int64_t offset = 0;
  {
    const Hdf5Handle file = open_result_file(path);
    const ResultLayout layout = describe_layout(read_result_sizes(file.get()));
    text = compute_checksum_list(file.get(), path, layout).text();
    const Hdf5Handle dataset = open_dataset(file.get(), "provenance/checksums");
    offset = dataset_offset(dataset.get());
    if (offset < 0 || dataset_extents(dataset.get()).front() != static_cast<std::int64_t>(text.size())) {
      throw Error(ErrorKind::internal, "the list of checksums has no room of its size in the file");
    }
  }
  RawFile(path, RawFile::Access::read_write).write_at(offset, text.data(), static_cast<std::int64_t>(text.size()));
}

}  // namespace dosde
