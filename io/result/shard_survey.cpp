#include "io/result/shard_survey.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <filesystem>

#include "engine/core/error.hpp"
#include "io/result/boxes.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"
#include "io/result/unit_ranges.hpp"

namespace dosde {
namespace {

template <class Element>
std::vector<Element> elements_of(hid_t file, const std::string& path) {
  const std::vector<char> bytes = read_whole(file, path);
  std::vector<Element> elements(bytes.size() / sizeof(Element));
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(elements.data()));
  return elements;
}

[[noreturn]] void refuse(const std::string& path, const std::string& problem, const std::string& why) {
  throw Error(ErrorKind::input_output, "'" + path + "' " + problem, why,
              "Put the shards back that were written with it. If one is lost for good, `dosde merge --partial` makes "
              "one plain file of the others, and `dosde resume` computes what that lacks.");
}

/// HDF5 keeps every source open while it reads a virtual dataset, and shows nothing of those that it cannot open.
void require_open_files(const std::string& path, std::size_t shards) {
  rlimit limit = {};
  const rlim_t needed = shards + 64;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed) return;
  limit.rlim_cur = std::min(needed, limit.rlim_max);
  if (limit.rlim_max >= needed && setrlimit(RLIMIT_NOFILE, &limit) == 0) return;
  throw Error(
      ErrorKind::input_output,
      fmt::format("'{}' has {} shards, and a process here may open only {} files", path, shards, limit.rlim_max),
      "HDF5 would show the units of the others as NaN without a word",
      "Raise the limit (ulimit -n), or put the shards together with `dosde merge`.");
}

std::uint32_t checksum_of_units(const RawFile& file, const RawLayout& layout, const std::vector<OwnedRun>& runs,
                                std::int32_t shard) {
  std::uint32_t checksum = 0;
  for (const DatasetSpec& spec : unit_datasets(layout.sizes())) {
    if (spec.path != "units/crc32c") continue;
    for (const OwnedRun& run : runs) {
      if (run.shard != shard) continue;
      const std::int64_t ends[2] = {run.first, run.end};
      checksum = crc32c(ends, sizeof ends, checksum);
      for (const RawRange& range : unit_ranges(layout, spec, run.first, run.end))
        file.visit_bytes(range.offset, range.bytes, [&](std::span<const char> piece) {
          checksum = crc32c(piece.data(), static_cast<std::int64_t>(piece.size()), checksum);
        });
    }
  }
  return checksum;
}

/// A shard that is there and of this run; its size and checksum.
ShardRecord examine(const std::string& path, const std::string& identity, const std::string& name,
                    const std::vector<OwnedRun>& runs, std::int32_t number) {
  const std::string shard = locate_shard(path, name);
  ShardRecord record;
  record.file = name;
  try {
    if (run_identity(open_result_file(shard).get()) != identity)
      refuse(path, "does not go with its shard '" + name + "'",
             "the shard is of another run: another scenario, seed or version of doSDE");
    const RawLayout layout = read_raw_layout(shard);
    const RawFile file(shard, RawFile::Access::read);
    record.bytes = file.size();
    record.checksum = checksum_of_units(file, layout, runs, number);
    for (const OwnedRun& run : runs)
      if (run.shard == number) record.units += run.end - run.first;
  } catch (const Error& error) {
    const Diagnostic& finding = error.diagnostics().front();
    if (finding.problem.find("'" + path + "'") != std::string::npos) throw;
    refuse(path, "has a shard that cannot be read, '" + name + "'",
           finding.problem + (finding.why.empty() ? "" : ": " + finding.why));
  }
  return record;
}

bool has_attempts(hid_t file) { return elements_of<double>(file, "provenance/attempt_start").front() != 0.0; }

}  // namespace

std::string run_identity(hid_t file) {
  const Hdf5Handle provenance = open_group(file, "provenance");
  const ResultSizes sizes = read_result_sizes(file);
  const std::vector<char> scenario = elements_of<char>(file, "provenance/scenario_resolved");
  return fmt::format("{}\n{}\n{}\n{} {} {} {} {} {}", std::string(scenario.begin(), scenario.end()),
                     read_text_attribute(provenance.get(), "noise_version"),
                     read_text_attribute(provenance.get(), "version"), sizes.scenarios, sizes.trajectories, sizes.kept,
                     sizes.times, sizes.unit_size, sizes.unit_scenarios);
}

ShardTable read_shard_table(hid_t file) {
  ShardTable table;
  const std::vector<std::int64_t> shape = dataset_extents(open_dataset(file, "shards/file").get());
  const std::vector<char> names = elements_of<char>(file, "shards/file");
  const auto bytes = elements_of<std::int64_t>(file, "shards/bytes");
  const auto units = elements_of<std::int64_t>(file, "shards/units");
  const auto checksums = elements_of<std::uint32_t>(file, "shards/crc32c");
  for (std::size_t k = 0; k < bytes.size(); ++k) {
    const auto width = static_cast<std::size_t>(shape.back());
    const std::string name(names.data() + k * width, width);
    table.shards.push_back({name.substr(0, name.find('\0')), bytes[k], units[k], checksums[k]});
  }
  table.owners = elements_of<std::int32_t>(file, "shards/owner");
  const auto count = static_cast<std::int32_t>(table.shards.size());
  for (const std::int32_t owner : table.owners) {
    if (owner >= -1 && owner < count) continue;
    throw Error(ErrorKind::input_output, "a work unit is in a shard that the result file does not have",
                "it was damaged, or changed by another program");
  }
  return table;
}

bool is_tied(hid_t file) { return elements_of<std::uint8_t>(file, "shards/tied").front() == 1; }

void require_tied(const std::string& path, hid_t file) {
  if (read_file_form(file) != FileForm::sharded || is_tied(file)) return;
  throw Error(ErrorKind::input_output, "'" + path + "' does not show all that its shards hold",
              "a job is at work on it, or was killed before it could tie them together",
              "`dosde resume` goes on with it, and ties them.");
}

void verify_shards(const std::string& path, hid_t file) {
  const ShardTable table = read_shard_table(file);
  require_open_files(path, table.shards.size());
  const bool has_ties = is_tied(file);
  if (!has_ties && !has_attempts(file)) return;  // its first job is making the shards
  const std::string identity = run_identity(file);
  const std::vector<OwnedRun> runs = has_ties ? owned_runs(table) : std::vector<OwnedRun>();
  for (std::size_t k = 0; k < table.shards.size(); ++k) {
    const ShardRecord& record = table.shards[k];
    std::error_code ignored;
    const std::string shard = locate_shard(path, record.file);
    if (!std::filesystem::exists(shard, ignored))
      refuse(
          path, "misses its shard '" + record.file + "'",
          fmt::format("there is no '{}'; {} finished work units are in it, which HDF5 would show as NaN without a word",
                      shard, record.units));
    const auto bytes = static_cast<std::int64_t>(std::filesystem::file_size(shard, ignored));
    if (has_ties && bytes != record.bytes)
      refuse(path, "does not go with its shard '" + record.file + "'",
             fmt::format("the shard has {} bytes and should have {}: it was cut off or replaced", bytes, record.bytes));
    const ShardRecord found = examine(path, identity, record.file, runs, static_cast<std::int32_t>(k));
    if (has_ties && found.checksum != record.checksum)
      refuse(path, "does not go with its shard '" + record.file + "'",
             "the checksums of the units in it are not those that were recorded: it was damaged or replaced");
  }
}

ShardTable survey_shards(const std::string& path, hid_t file) {
  ShardTable table = read_shard_table(file);
  if (is_tied(file)) return table;
  std::vector<std::string> names;
  for (const ShardRecord& record : table.shards) names.push_back(record.file);
  for (const std::string& name : shards_beside(path))
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  table.shards.clear();
  std::fill(table.owners.begin(), table.owners.end(), -1);
  const std::string identity = run_identity(file);
  std::error_code ignored;
  std::erase_if(names,
                [&](const std::string& name) { return !std::filesystem::exists(locate_shard(path, name), ignored); });
  for (std::size_t k = 0; k < names.size(); ++k) {
    examine(path, identity, names[k], {}, 0);
    const std::vector<bool> finished = ResultFile(locate_shard(path, names[k])).finished_units();
    for (std::size_t unit = 0; unit < finished.size(); ++unit)
      if (finished[unit] && table.owners.at(unit) < 0) table.owners[unit] = static_cast<std::int32_t>(k);
  }
  const std::vector<OwnedRun> runs = owned_runs(table);
  for (std::size_t k = 0; k < names.size(); ++k)
    table.shards.push_back(examine(path, identity, names[k], runs, static_cast<std::int32_t>(k)));
  return table;
}

}  // namespace dosde
