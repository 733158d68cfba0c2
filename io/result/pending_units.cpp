#include "io/result/pending_units.hpp"

#include <algorithm>

#include "engine/core/status.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/state_reader.hpp"
#include "io/result/unit_checksums.hpp"
#include "io/result/unit_ranges.hpp"

namespace dosde {
namespace {

constexpr std::int64_t sample_size = 100;

/// The units of a file, by their raw bytes.
class UnitReader {
 public:
  explicit UnitReader(const std::string& path)
      : layout_(read_raw_layout(path)),
        file_(layout_.open(path, RawFile::Access::read_write)),
        datasets_(unit_datasets(layout_.sizes())),
        states_(file_, layout_) {}

  [[nodiscard]] const ResultSizes& sizes() const { return layout_.sizes(); }

  /// One mark a unit: is every trajectory of every scenario computed?
  [[nodiscard]] std::vector<bool> finished() const {
    const ResultSizes& sizes = layout_.sizes();
    std::vector<bool> finished(static_cast<std::size_t>(sizes.work_units()), true);
    std::vector<std::uint8_t> statuses(static_cast<std::size_t>(sizes.trajectories));
    constexpr auto pending = static_cast<std::uint8_t>(TrajectoryStatus::pending);
    constexpr auto failed = static_cast<std::uint8_t>(TrajectoryStatus::failed);
    for (std::int64_t scenario = 0; scenario < sizes.scenarios; ++scenario) {
      file_.read_at(layout_.offset("status") + scenario * sizes.trajectories, statuses.data(), sizes.trajectories);
      for (std::size_t n = 0; n < statuses.size(); ++n)
        if (statuses[n] == pending || statuses[n] == failed)
          finished[static_cast<std::size_t>(sizes.unit_of(scenario, static_cast<std::int64_t>(n)))] = false;
    }
    return finished;
  }

  /// Does all that the unit wrote fit its checksums?
  [[nodiscard]] bool is_whole(std::int64_t unit) {
    const auto statuses = rows<std::uint8_t>("status", unit);
    const auto times = rows<double>("end_time", unit);
    const auto variables = rows<std::int32_t>("end_variable", unit);
    const auto states = rows<std::uint32_t>("crc32c", unit);
    const auto reflections = rows<std::int64_t>("units/reflections", unit);
    const auto partials = rows<Moments>("units/partials", unit);
    return unit_checksums({statuses, times, variables, states, reflections, partials}) ==
               rows<UnitChecksums>("units/crc32c", unit) &&
           has_whole_states(unit);
  }

  [[nodiscard]] bool has_whole_states(std::int64_t unit) {
    const ResultSizes& sizes = layout_.sizes();
    const UnitBox box = unit_box(sizes, unit);
    const std::int64_t stored = std::min(box.trajectory_count, sizes.kept - box.first_trajectory);
    if (stored <= 0) return true;
    for (std::int64_t k = 0; k < box.scenario_count; ++k)
      if (!states_.read(box.first_scenario + k, box.first_trajectory, stored)) return false;
    return true;
  }

  void reopen(const std::vector<std::int64_t>& units) const {
    const ResultSizes& sizes = layout_.sizes();
    const std::uint8_t no = 0;
    file_.write_at(layout_.offset("complete"), &no, 1);
    const std::vector<std::uint8_t> pending(static_cast<std::size_t>(sizes.unit_size), 0);
    for (const std::int64_t unit : units) {
      const UnitBox box = unit_box(sizes, unit);
      // Backwards, so that a kill leaves what one of a writing process leaves: some first statuses (`check` knows
      // that).
      for (std::int64_t k = box.scenario_count; k-- > 0;)
        file_.write_at(layout_.offset("status") + (box.first_scenario + k) * sizes.trajectories + box.first_trajectory,
                       pending.data(), box.trajectory_count);
    }
  }

 private:
  /// What a unit wrote into a dataset, scenario by scenario; nothing where the file has no such dataset.
  template <class Element>
  [[nodiscard]] std::vector<Element> rows(const std::string& path, std::int64_t unit) const {
    std::vector<Element> elements;
    for (const DatasetSpec& spec : datasets_) {
      if (spec.path != path) continue;
      for (const RawRange& range : unit_ranges(layout_, spec, unit, unit + 1)) {
        const std::size_t begin = elements.size();
        elements.resize(begin + static_cast<std::size_t>(range.bytes) / sizeof(Element));
        file_.read_at(range.offset, elements.data() + begin, range.bytes);
      }
    }
    return elements;
  }

  RawLayout layout_;
  RawFile file_;
  std::vector<DatasetSpec> datasets_;
  StateReader states_;
};

}  // namespace

PendingUnits find_pending_units(const std::string& path, Verification verification) {
  UnitReader reader(path);
  const std::vector<bool> finished = reader.finished();
  const auto units = static_cast<std::int64_t>(finished.size());
  const std::int64_t stride = verification == Verification::sample ? std::max<std::int64_t>(1, units / sample_size) : 1;
  PendingUnits pending;
  for (std::int64_t unit = 0; unit < units; ++unit) {
    const bool is_checked = verification != Verification::none && unit % stride == 0;
    if (!finished[static_cast<std::size_t>(unit)]) {
      pending.units.push_back(unit);
    } else if (is_checked && !reader.is_whole(unit)) {
      pending.units.push_back(unit);
      pending.damaged.push_back(unit);
    }
  }
  return pending;
}

void reopen_units(const std::string& path, const std::vector<std::int64_t>& units) { UnitReader(path).reopen(units); }

}  // namespace dosde
