#include <algorithm>
#include <map>

#include "io/result/boxes.hpp"
#include "io/result/check_parts.hpp"
#include "io/result/unit_checksums.hpp"

namespace dosde {
namespace {

constexpr std::int64_t partials_memory = 32 << 20;  ///< bytes of partial sums looked at together

template <class Element>
std::vector<Element> read_elements(hid_t dataset, const Box& box) {
  if (box.elements() == 0) return {};
  const std::vector<char> bytes = read_box(dataset, box);
  std::vector<Element> elements(bytes.size() / sizeof(Element));
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(elements.data()));
  return elements;
}

std::vector<std::string> piece_names() {
  std::vector<std::string> names;
  const std::string all = unit_pieces;
  for (std::size_t begin = 0; begin < all.size();) {
    const std::size_t end = std::min(all.find(' ', begin), all.size());
    names.push_back(all.substr(begin, end - begin));
    begin = end + 1;
  }
  names[4] = "units/reflections";
  names[5] = "units/partials";
  return names;
}

/// What work units wrote, against the checksums that they wrote of it.
class UnitCheck {
 public:
  UnitCheck(hid_t file, const ResultSizes& sizes, FindingList& findings) : sizes_(sizes), findings_(findings) {
    for (const char* path : {"status", "end_time", "end_variable", "units/reflections", "units/crc32c"})
      open(file, path);
    if (sizes.kept > 0) open(file, "crc32c");
    if (sizes.has_moments()) open(file, "units/partials");
  }

  void check(std::int64_t unit) {
    unit_ = unit;
    const UnitBox box = unit_box(sizes_, unit);
    first_ = box.first_trajectory;
    count_ = box.trajectory_count;
    const auto statuses = of_trajectories<std::uint8_t>("status", box.first_scenario, box.scenario_count, count_);
    const auto pending = std::find(statuses.begin(), statuses.end(), 0);
    const bool is_finished = pending == statuses.end();
    const bool has_gap = std::any_of(pending, statuses.end(), [](auto status) { return status != 0; });
    if (statuses.front() == 0 && !has_gap) return;
    // A unit writes its statuses last and in order, so a killed one leaves some first ones, never later ones alone.
    if (has_gap) {
      const std::int64_t index = pending - statuses.begin();
      const std::int64_t scenario = box.first_scenario + index / count_;
      findings_.add("trajectory " + std::to_string(first_ + index % count_) + " of scenario " +
                        std::to_string(scenario) + " has status 0 (pending), but later ones of its unit are done",
                    scenario, first_ + index % count_);
    }
    const std::int64_t row_bytes = sizes_.times * sizes_.columns * static_cast<std::int64_t>(sizeof(Moments));
    const std::int64_t rows = std::max<std::int64_t>(1, partials_memory / row_bytes);
    const std::int64_t end = box.first_scenario + box.scenario_count;
    for (std::int64_t scenario = box.first_scenario; scenario < end; scenario += rows) {
      check_scenarios(scenario, std::min(rows, end - scenario), is_finished);
    }
  }

 private:
  void open(hid_t file, const char* path) { datasets_.emplace(path, open_dataset(file, path)); }

  /// From a dataset whose axes are [scenario, trajectory].
  template <class Element>
  std::vector<Element> of_trajectories(const char* path, std::int64_t scenario, std::int64_t scenarios,
                                       std::int64_t count) const {
    return read_elements<Element>(datasets_.at(path).get(), {{scenario, first_}, {scenarios, count}});
  }

  /// From a dataset whose axes are [range of trajectories, scenario, …].
  template <class Element>
  std::vector<Element> of_unit(const char* path, std::int64_t scenario, std::int64_t scenarios) const {
    const hid_t dataset = datasets_.at(path).get();
    Box box{{}, dataset_extents(dataset)};
    box.first.resize(box.count.size(), 0);
    box.first[0] = first_ / sizes_.unit_size;
    box.count[0] = 1;
    box.first[1] = scenario;
    box.count[1] = scenarios;
    return read_elements<Element>(dataset, box);
  }

  void check_scenarios(std::int64_t scenario, std::int64_t scenarios, bool is_finished) {
    const std::int64_t stored = std::clamp<std::int64_t>(sizes_.kept - first_, 0, count_);
    const auto statuses = of_trajectories<std::uint8_t>("status", scenario, scenarios, count_);
    const auto times = of_trajectories<double>("end_time", scenario, scenarios, count_);
    const auto variables = of_trajectories<std::int32_t>("end_variable", scenario, scenarios, count_);
    const auto states = stored > 0 ? of_trajectories<std::uint32_t>("crc32c", scenario, scenarios, stored)
                                   : std::vector<std::uint32_t>();
    const auto reflections = of_unit<std::int64_t>("units/reflections", scenario, scenarios);
    const auto partials =
        sizes_.has_moments() ? of_unit<Moments>("units/partials", scenario, scenarios) : std::vector<Moments>();
    const auto expected = of_unit<UnitChecksums>("units/crc32c", scenario, scenarios);
    const auto found = unit_checksums({statuses, times, variables, states, reflections, partials});
    for (std::size_t row = 0; row < found.size(); ++row)
      compare(scenario + static_cast<std::int64_t>(row), found[row], expected[row], is_finished);
  }

  void compare(std::int64_t scenario, const UnitChecksums& found, const UnitChecksums& expected, bool is_finished) {
    static const std::vector<std::string> names = piece_names();
    for (std::size_t piece = is_finished ? 0 : 1; piece < found.size(); ++piece) {
      if (found[piece] == expected[piece]) continue;
      findings_.add("dataset '" + names[piece] + "' does not match its checksum in unit " + std::to_string(unit_) +
                        " (trajectories " + std::to_string(first_) + " to " + std::to_string(first_ + count_ - 1) +
                        ") of scenario " + std::to_string(scenario),
                    scenario);
    }
  }

  const ResultSizes& sizes_;
  FindingList& findings_;
  std::map<std::string, Hdf5Handle> datasets_;
  std::int64_t unit_ = 0;
  std::int64_t first_ = 0;
  std::int64_t count_ = 0;
};

}  // namespace

void check_units(hid_t file, const ResultSizes& sizes, FindingList& findings) {
  UnitCheck check(file, sizes, findings);
  for (std::int64_t unit = 0; unit < sizes.work_units(); ++unit) check.check(unit);
}

}  // namespace dosde
