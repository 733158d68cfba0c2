#include "io/result/merge.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "engine/core/error.hpp"
#include "io/result/attempts.hpp"
#include "io/result/check.hpp"
#include "io/result/checksum_list.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/finalise.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_survey.hpp"
#include "io/result/unit_ranges.hpp"

namespace dosde {
namespace {

/// The checksums of labels, axes, graphs: everything that is written before the run, but where it came from.
std::string identity_of(const ResultFile& file) {
  std::string lines;
  const std::string list = file.texts("provenance/checksums").front();
  for (std::size_t begin = 0; begin < list.size();) {
    const std::size_t end = std::min(list.find('\n', begin), list.size() - 1) + 1;
    const std::string line = list.substr(begin, end - begin);
    const bool may_differ = line.starts_with("sha256") || line.find(" provenance/") != std::string::npos ||
                            line.find(" units/") != std::string::npos || line.find(" shards/") != std::string::npos;
    if (!may_differ) lines += line;
    begin = end;
  }
  return lines;
}

/// A file that units are taken from. It is not kept open: there may be more of them than a process may open.
struct Shard {
  explicit Shard(const std::string& name) : Shard(ResultFile(name)) {}
  explicit Shard(const ResultFile& file)
      : path(file.path()),
        layout(read_raw_layout(path)),
        share(file.share()),
        finished(file.finished_units()),
        provenance(file.provenance()),
        version(file.build().at("version")),
        identity(identity_of(file)) {}

  [[nodiscard]] RawFile open() const { return {path, RawFile::Access::read}; }

  std::string path;
  RawLayout layout;
  UnitSpan share;
  std::vector<bool> finished;
  Provenance provenance;
  std::string version;
  std::string identity;
};

void require_sound(const std::string& path) {
  const CheckReport report = check_result_file(path, 1);
  if (report.finding_count == 0) return;
  throw Error(ErrorKind::input_output, "'" + path + "' cannot be merged: it is not sound", report.findings[0].sentence,
              "Compute its units again: `dosde resume --verify full` on it, or leave it out.");
}

[[noreturn]] void refuse(const Shard& one, const Shard& other, const std::string& difference) {
  throw Error(ErrorKind::input_output,
              "'" + one.path + "' and '" + other.path + "' are not shards of one run: " + difference,
              "their units would not be of one ensemble", "Merge only files of the same scenario, seed and version.");
}

void require_same_run(const Shard& one, const Shard& other) {
  const Provenance& a = one.provenance;
  const Provenance& b = other.provenance;
  if (a.seed != b.seed) refuse(one, other, fmt::format("seed {} against {}", a.seed, b.seed));
  if (a.noise_version != b.noise_version)
    refuse(one, other, "noise version " + a.noise_version + " against " + b.noise_version);
  if (a.scenario_resolved != b.scenario_resolved)
    refuse(one, other, "their scenarios differ (see `dosde info --scenario`)");
  if (one.version != other.version)
    refuse(one, other, "made by doSDE " + one.version + " against doSDE " + other.version);
  const ResultSizes& sizes = one.layout.sizes();
  const ResultSizes& others = other.layout.sizes();
  if (sizes.unit_size != others.unit_size)
    refuse(one, other, fmt::format("units of {} against {} trajectories", sizes.unit_size, others.unit_size));
  if (sizes.unit_scenarios != others.unit_scenarios)
    refuse(one, other,
           fmt::format("units of {} against {} scenarios (0: all)", sizes.unit_scenarios, others.unit_scenarios));
  if (one.identity != other.identity) refuse(one, other, "their labels, graphs or save times differ");
}

/// A file of the sharded layout stands for its shards.
std::vector<std::string> expand(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    const Hdf5Handle file = open_result_file(path);
    if (read_file_form(file.get()) != FileForm::sharded) {
      files.push_back(path);
    } else {
      for (const ShardRecord& shard : survey_shards(path, file.get()).shards)
        files.push_back(locate_shard(path, shard.file));
    }
  }
  return files;
}

/// The shards put together.
class Merge {
 public:
  explicit Merge(const std::vector<std::string>& files) : files_(files) {
    const std::vector<std::string> paths = expand(files);
    for (const std::string& path : paths) require_sound(path);
    for (const std::string& path : paths) shards_.push_back(std::make_unique<Shard>(path));
    for (const auto& shard : shards_) require_same_run(*shards_.front(), *shard);
    find_owners();
  }

  [[nodiscard]] MergeReport report() const {
    MergeReport report;
    report.units = static_cast<std::int64_t>(owners_.size());
    for (std::int64_t unit = 0; unit < report.units; ++unit) {
      if (owners_[static_cast<std::size_t>(unit)] != nullptr) {
        ++report.merged_units;
      } else if (!report.missing.empty() && report.missing.back().end() == unit) {
        ++report.missing.back().count;
      } else {
        report.missing.push_back({unit, 1});
      }
    }
    return report;
  }

  /// Whose share the unit is: "" where it is nobody's.
  [[nodiscard]] std::string responsible_for(std::int64_t unit) const {
    for (const auto& shard : shards_) {
      const bool is_for_all = shard->share.count == static_cast<std::int64_t>(owners_.size());
      if (!is_for_all && shard->share.has(unit)) return shard->path;
    }
    return {};
  }

  /// The first shard without the data of units, at its full size.
  void create(const std::string& path) const {
    const Shard& model = *shards_.front();
    const RawFile original = model.open();
    std::ofstream(path, std::ios::binary | std::ios::trunc);
    if (truncate(path.c_str(), original.size()) != 0)
      throw Error(ErrorKind::input_output, "cannot create '" + path + "'", std::strerror(errno));
    const RawFile file(path, RawFile::Access::read_write);
    file.reserve(0, file.size());
    std::vector<RawRange> units;
    for (const DatasetSpec& spec : unit_datasets(model.layout.sizes()))
      units.push_back({model.layout.offset(spec.path), model.layout.bytes(spec.path)});
    std::sort(units.begin(), units.end(), [](const RawRange& a, const RawRange& b) { return a.offset < b.offset; });
    units.push_back({file.size(), 0});
    std::int64_t place = 0;
    for (const RawRange& range : units) {
      copy_bytes(original, place, range.offset - place, file, place);
      place = range.offset + range.bytes;
    }
    const std::int64_t all[2] = {0, model.layout.sizes().work_units()};
    file.write_at(model.layout.offset("units/first"), &all[0], 8);
    file.write_at(model.layout.offset("units/end"), &all[1], 8);
  }

  /// Neighbouring units of one shard together, statuses last.
  void copy_units(const std::string& path) const {
    const RawLayout& layout = shards_.front()->layout;
    const RawFile file(path, RawFile::Access::read_write);
    const auto units = static_cast<std::int64_t>(owners_.size());
    for (const DatasetSpec& spec : unit_datasets(layout.sizes())) {
      for (std::int64_t first = 0; first < units;) {
        const Shard* owner = owners_[static_cast<std::size_t>(first)];
        std::int64_t end = first + 1;
        while (end < units && owners_[static_cast<std::size_t>(end)] == owner) ++end;
        if (owner != nullptr) {
          const auto sources = unit_ranges(owner->layout, spec, first, end);
          const auto targets = unit_ranges(layout, spec, first, end);
          const RawFile source = owner->open();
          for (std::size_t k = 0; k < sources.size(); ++k)
            copy_bytes(source, sources[k].offset, sources[k].bytes, file, targets[k].offset);
        }
        first = end;
      }
    }
  }

  /// Those of the first file are in the new one already, unless it is of the sharded layout: then its shards have none.
  void add_attempts(const std::string& path) const {
    for (const std::string& file : files_) {
      if (file == shards_.front()->path) continue;
      for (const Attempt& attempt : read_attempts(file)) begin_attempt(path, attempt);
    }
  }

 private:
  void find_owners() {
    const auto units = shards_.front()->finished.size();
    owners_.assign(units, nullptr);
    for (const auto& shard : shards_) {
      for (std::size_t unit = 0; unit < units; ++unit) {
        if (!shard->finished[unit]) continue;
        if (owners_[unit] == nullptr) {
          owners_[unit] = shard.get();
        } else if (checksums_of(*owners_[unit], unit) != checksums_of(*shard, unit)) {
          refuse(*owners_[unit], *shard, fmt::format("they have different results in unit {}", unit));
        }
      }
    }
  }

  /// All that a unit wrote, states too: their checksums are covered.
  static std::vector<char> checksums_of(const Shard& shard, std::size_t unit) {
    const RawFile file = shard.open();
    std::vector<char> checksums;
    for (const DatasetSpec& spec : unit_datasets(shard.layout.sizes())) {
      if (spec.path != "units/crc32c") continue;
      const auto number = static_cast<std::int64_t>(unit);
      for (const RawRange& range : unit_ranges(shard.layout, spec, number, number + 1)) {
        const std::size_t begin = checksums.size();
        checksums.resize(begin + static_cast<std::size_t>(range.bytes));
        file.read_at(range.offset, checksums.data() + begin, range.bytes);
      }
    }
    return checksums;
  }

  std::vector<std::string> files_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::vector<const Shard*> owners_;
};

void require_nothing_missing(const Merge& merge, const MergeReport& report) {
  if (report.missing.empty()) return;
  const UnitSpan& gap = report.missing.front();
  const std::string owner = merge.responsible_for(gap.first);
  throw Error(ErrorKind::input_output,
              fmt::format("{} of {} work units are in no shard, the first are units {} to {}",
                          report.units - report.merged_units, report.units, gap.first, gap.end() - 1),
              owner.empty() ? "they are no share of any of these files" : "'" + owner + "' should have them",
              owner.empty() ? "Add the missing shards, or pass --partial and resume the merged file."
                            : "Resume that shard first, or pass --partial and resume the merged file.");
}

}  // namespace

MergeReport merge_result_files(const std::string& out, const std::vector<std::string>& shards,
                               const MergeOptions& options) {
  if (shards.empty()) throw Error(ErrorKind::usage, "there is nothing to merge");
  const FileLock lock(out);
  refuse_existing(out, options.existing, shards);
  const Merge merge(shards);
  MergeReport report = merge.report();
  if (!options.allows_missing) require_nothing_missing(merge, report);
  make_and_place(out, options.existing, [&](const std::string& growing) {
    Attempt attempt = attempt_from_now();
    merge.create(growing);
    merge.copy_units(growing);
    merge.add_attempts(growing);
    const std::int64_t row = begin_attempt(growing, attempt);
    if (report.missing.empty())
      finalise_result_file(growing);
    else
      blank_pending_states(growing);
    for (const auto& [status, count] : ResultFile(growing).progress().counts)
      if (status == TrajectoryStatus::diverged || status == TrajectoryStatus::failed) report.diverged += count;
    attempt.exit_code = report.diverged > 0 ? 5 : 0;
    end_attempt(growing, row, attempt);
    write_checksum_list(growing);
  });
  return report;
}

}  // namespace dosde
