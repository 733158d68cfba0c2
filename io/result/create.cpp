#include "io/result/create.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <limits>
#include <numeric>

#include "engine/core/error.hpp"
#include "io/result/checksum_list.hpp"
#include "io/result/place_file.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/unit_ranges.hpp"
#include "io/result/write_tables.hpp"

namespace dosde {
namespace {

constexpr std::int64_t metadata_bytes = 1 << 18;  ///< generous: object headers, attributes, heaps

std::string readable_bytes(std::int64_t bytes) {
  const char* units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  int unit = 0;
  for (; value >= 1000.0 && unit < 6; ++unit) value /= 1000.0;
  char text[64];
  std::snprintf(text, sizeof(text), unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return unit == 0 ? text : text + (" (" + std::to_string(bytes) + " bytes)");
}

/// The blocks that the file's units will fill: the whole file, or what is the share of a shard. Of many scenarios the
/// rows of a shard are many and short: then everything from the first to the last.
void reserve_share(const RawFile& file, const RawLayout& layout, const UnitSpan& share) {
  constexpr std::size_t most_ranges = 4096;
  if (share.count == layout.sizes().work_units()) return file.reserve(0, file.size());
  if (share.count == 0) return;
  for (const DatasetSpec& spec : unit_datasets(layout.sizes())) {
    const std::vector<RawRange> ranges = unit_ranges(layout, spec, share.first, share.end());
    if (ranges.size() > most_ranges) {
      file.reserve(ranges.front().offset, ranges.back().offset + ranges.back().bytes - ranges.front().offset);
    } else {
      for (const RawRange& range : ranges) file.reserve(range.offset, range.bytes);
    }
  }
}

/// NaN in every summary: someone who draws the mean of an unfinished run sees nothing, and not zero. (States are far
/// larger; there `status` tells what is data.) And the running numbers of trajectories, a piece at a time.
void write_raw_start(const RawFile& file, const RawLayout& layout) {
  if (layout.sizes().is_law) return;  // what is in the file is there from the start
  const std::vector<double> nothing(1 << 16, std::numeric_limits<double>::quiet_NaN());
  for (const char* name : {"mean", "variance", "minimum", "maximum", "quantiles"}) {
    if (!layout.has(name)) continue;
    const auto piece = static_cast<std::int64_t>(nothing.size() * sizeof(double));
    const std::int64_t bytes = layout.bytes(name);
    for (std::int64_t done = 0; done < bytes; done += piece) {
      file.write_at(layout.offset(name) + done, nothing.data(), std::min(piece, bytes - done));
    }
  }
}

template <class Index>
void write_numbers(const RawFile& file, std::int64_t offset, std::int64_t count) {
  std::vector<Index> numbers(static_cast<std::size_t>(std::min<std::int64_t>(count, 1 << 16)));
  for (std::int64_t done = 0; done < count; done += static_cast<std::int64_t>(numbers.size())) {
    std::iota(numbers.begin(), numbers.end(), static_cast<Index>(done));
    const std::int64_t piece = std::min(static_cast<std::int64_t>(numbers.size()), count - done);
    file.write_at(offset + done * static_cast<std::int64_t>(sizeof(Index)), numbers.data(),
                  piece * static_cast<std::int64_t>(sizeof(Index)));
  }
}

void write_trajectory_numbers(const RawFile& file, const RawLayout& layout) {
  for (const char* name : {"trajectory", "kept_trajectory"}) {
    if (!layout.has(name)) continue;
    const std::int64_t count = layout.bytes(name) / element_size(layout.type(name));
    if (layout.type(name) == ElementType::int64) {
      write_numbers<std::int64_t>(file, layout.offset(name), count);
    } else {
      write_numbers<std::int32_t>(file, layout.offset(name), count);
    }
  }
}

}  // namespace

void check_output_place(const ResultFileRequest& request, const std::string& path, ExistingFile existing) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw Error(ErrorKind::input_output, "the result file '" + path + "' is a folder", {},
                "Name a file, for example '" + path + "/result.h5'.");
  }
  refuse_existing(path, existing, request.inputs);
  check_output_room(request, path);
}

void check_output_room(const ResultFileRequest& request, const std::string& path) {
  const std::string folder = folder_of(path);
  std::error_code ignored;
  if (!std::filesystem::is_directory(folder, ignored)) {
    throw Error(ErrorKind::input_output, "cannot create '" + path + "'", "there is no folder '" + folder + "'",
                "Make the folder, or choose another place with -o.");
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    throw Error(ErrorKind::input_output, "cannot create '" + path + "'",
                "the folder '" + folder + "' is not writable: " + std::strerror(errno),
                "Choose another place with -o.");
  }
  struct statvfs disk = {};
  if (statvfs(folder.c_str(), &disk) != 0) return;  // a file system that does not tell: reserving will
  const std::int64_t needed = reserved_bytes(request) + metadata_bytes;
  const double free_bytes = static_cast<double>(disk.f_bavail) * static_cast<double>(disk.f_frsize);
  if (free_bytes < static_cast<double>(needed)) {
    throw Error(ErrorKind::input_output,
                "the result file '" + path + "' needs " + readable_bytes(needed) + ", but '" + folder + "' has only " +
                    readable_bytes(static_cast<std::int64_t>(free_bytes)) + " free",
                "the whole file is reserved before the run, so that no run dies of a full disk",
                "Free some space, choose another folder with -o, or store less (output.variables, save_every, keep).");
  }
}

void create_result_file(const ResultFileRequest& request, const std::string& path, ExistingFile existing) {
  check_output_place(request, path, existing);
  write_result_file(request, path, existing, [](const std::string& /*growing*/) {});
}

void write_result_file(const ResultFileRequest& request, const std::string& path, ExistingFile existing,
                       const std::function<void(const std::string& growing)>& add) {
  make_and_place(path, existing, [&](const std::string& growing) {
    write_tables(request, growing);
    {
      const RawLayout layout = read_raw_layout(growing);
      const RawFile file(growing, RawFile::Access::read_write);
      if (request.shards) {
        file.reserve(0, file.size());  // its units are in other files
      } else {
        reserve_share(file, layout, reserved_units(request));
      }
      write_raw_start(file, layout);
      write_trajectory_numbers(file, layout);
    }
    add(growing);
    write_checksum_list(growing);
  });
}

}  // namespace dosde
