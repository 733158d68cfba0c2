#include "io/result/shard_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "engine/core/error.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

std::string folder_beside(const std::string& path) { return path + ".shards"; }

bool is_shard_name(const std::string& name) {
  return name.size() >= 7 && name.ends_with(".h5") &&
         std::all_of(name.begin(), name.end() - 3, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::vector<OwnedRun> owned_runs(const ShardTable& table) {
  std::vector<OwnedRun> runs;
  for (std::size_t unit = 0; unit < table.owners.size(); ++unit) {
    const std::int32_t owner = table.owners[unit];
    const auto number = static_cast<std::int64_t>(unit);
    if (owner < 0) continue;
    if (runs.empty() || runs.back().end != number || runs.back().shard != owner)
      runs.push_back({number, number, owner});
    ++runs.back().end;
  }
  return runs;
}

std::string shard_name(const std::string& path, int rank) {
  return fmt::format("{}/{:04}.h5", folder_beside(std::filesystem::path(path).filename().string()), rank);
}

std::vector<std::string> shards_beside(const std::string& path) {
  std::vector<std::string> names;
  const std::string folder = folder_beside(std::filesystem::path(path).filename().string());
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(folder_beside(path), ignored)) {
    const std::string name = entry.path().filename().string();
    if (is_shard_name(name)) names.push_back(folder + "/" + name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string locate_shard(const std::string& path, const std::string& name) {
  std::error_code ignored;
  const std::filesystem::path beside = std::filesystem::path(path).parent_path() / name;
  if (std::filesystem::exists(beside, ignored)) return beside.string();
  const std::filesystem::path actual = std::filesystem::canonical(path, ignored).parent_path() / name;
  return std::filesystem::exists(actual, ignored) ? actual.string() : beside.string();
}

void create_shard_folder(const std::string& path) {
  const std::string folder = folder_beside(path);
  const std::vector<std::string> old = shards_beside(path);
  if (!old.empty())
    throw Error(ErrorKind::input_output,
                "the folder '" + folder + "' holds " + std::to_string(old.size()) + " shards of another result",
                "a result is never overwritten unasked", "Choose another name with -o, or pass --overwrite.");
  std::error_code failure;
  std::filesystem::create_directory(folder, failure);
  if (failure)
    throw Error(ErrorKind::input_output, "cannot make the folder '" + folder + "' for the shards", failure.message(),
                "Choose another place with -o.");
}

void remove_shards(const std::string& path) {
  std::error_code ignored;
  for (const std::string& name : shards_beside(path)) {
    const std::string shard = locate_shard(path, name);
    if (is_result_file(shard)) std::filesystem::remove(shard, ignored);
  }
  std::filesystem::remove(folder_beside(path), ignored);  // which only an empty folder lets happen
}

}  // namespace dosde
