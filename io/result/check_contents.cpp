#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <vector>

#include "io/result/check_parts.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

constexpr std::int64_t states_memory = 32 << 20;  ///< bytes of states looked at together

/// What the states of a trajectory must look like, given how it ended; "" if they do.
class StateRules {
 public:
  explicit StateRules(const RunShape& shape) : times_(shape.save_times) {
    for (const std::string& column : shape.columns) {
      is_variable_.push_back(std::find(shape.variables.begin(), shape.variables.end(), column) !=
                             shape.variables.end());
    }
    names_ = shape.columns;
  }

  template <class Element>
  [[nodiscard]] std::string complaint(const Element* states, const TrajectoryEnd& end) const {
    const bool ends = end.status == TrajectoryStatus::diverged || end.status == TrajectoryStatus::stopped_by_event;
    if (end.status != TrajectoryStatus::done && !ends) return {};
    for (std::size_t time = 0; time < times_.size(); ++time) {
      const bool has_ended = ends && times_[time] >= end.time;
      for (std::size_t column = 0; column < names_.size(); ++column) {
        const bool is_nan = std::isnan(states[time * names_.size() + column]);
        if (has_ended && !is_nan) return "has a state of '" + names_[column] + "' after it ended";
        // An observable may be undefined (NaN) where the state is fine.
        if (!has_ended && is_nan && is_variable_[column]) {
          return "has no state of '" + names_[column] + "' at save time number " + std::to_string(time) +
                 ", though it was alive";
        }
      }
    }
    return {};
  }

 private:
  std::vector<double> times_;
  std::vector<std::string> names_;
  std::vector<bool> is_variable_;
};

/// Checksums and NaN of a range of stored trajectories of one scenario.
template <class Element>
void check_stored(hid_t states_dataset, ElementType type, const std::vector<std::uint32_t>& checksums,
                  const std::vector<TrajectoryEnd>& ends, const StateRules& rules, const ResultSizes& sizes,
                  std::int64_t scenario, std::int64_t first, FindingList& findings) {
  const std::int64_t samples = sizes.times * sizes.columns;
  const auto count = static_cast<std::int64_t>(checksums.size());
  std::vector<Element> states(static_cast<std::size_t>(count * samples));
  read_dataset_box(states_dataset, type, {scenario, first, 0, 0}, {1, count, sizes.times, sizes.columns},
                   states.data());
  std::vector<std::uint32_t> found(checksums.size());
  crc32c_rows(states.data(), samples * static_cast<std::int64_t>(sizeof(Element)), count, found.data());
  for (std::size_t k = 0; k < checksums.size(); ++k) {
    if (ends[k].status == TrajectoryStatus::pending) continue;
    const std::int64_t trajectory = first + static_cast<std::int64_t>(k);
    const std::string who = "trajectory " + std::to_string(trajectory) + " of scenario " + std::to_string(scenario);
    ++findings.report().checked_trajectories;
    if (found[k] != checksums[k]) {
      findings.add("the states of " + who + " do not match their checksum", scenario, trajectory);
      continue;
    }
    const std::string complaint = rules.complaint(states.data() + static_cast<std::int64_t>(k) * samples, ends[k]);
    if (!complaint.empty()) findings.add(who + " " + complaint, scenario, trajectory);
  }
}

void check_ends(const std::vector<TrajectoryEnd>& ends, std::int64_t variables, std::int64_t scenario,
                std::int64_t first, FindingList& findings) {
  for (std::size_t k = 0; k < ends.size(); ++k) {
    const std::int64_t trajectory = first + static_cast<std::int64_t>(k);
    const std::string who = "trajectory " + std::to_string(trajectory) + " of scenario " + std::to_string(scenario);
    switch (ends[k].status) {
      case TrajectoryStatus::pending:
        ++findings.report().pending_trajectories;
        continue;
      case TrajectoryStatus::diverged:
        ++findings.report().diverged_trajectories;
        break;
      case TrajectoryStatus::done:
      case TrajectoryStatus::failed:
      case TrajectoryStatus::stopped_by_event:
        break;
      default:
        findings.add(who + " has a status that does not exist, " + std::to_string(static_cast<int>(ends[k].status)),
                     scenario, trajectory);
        continue;
    }
    const bool has_end = ends[k].status != TrajectoryStatus::failed;
    if (has_end && !std::isfinite(ends[k].time)) findings.add(who + " ended at no finite time", scenario, trajectory);
    if (ends[k].variable < -1 || ends[k].variable >= variables) {
      findings.add(who + " ended through a variable that does not exist", scenario, trajectory);
    }
  }
}

}  // namespace

void check_trajectories(hid_t file, const std::string& path, FindingList& findings) {
  const ResultFile result(path);
  const ResultSizes& sizes = result.sizes();
  const StateRules rules(result.shape());
  const std::int64_t row = sizes.times * sizes.columns * element_size(sizes.state_type);
  const std::int64_t at_a_time = std::max<std::int64_t>(1, states_memory / row);
  const Hdf5Handle states = sizes.kept > 0 ? open_dataset(file, "state") : Hdf5Handle();
  const Hdf5Handle stored_checksums = sizes.kept > 0 ? open_dataset(file, "crc32c") : Hdf5Handle();
  for (std::int64_t scenario = 0; scenario < sizes.scenarios; ++scenario) {
    for (std::int64_t first = 0; first < sizes.trajectories; first += at_a_time) {
      const std::int64_t count = std::min(at_a_time, sizes.trajectories - first);
      const std::vector<TrajectoryEnd> ends = result.ends(scenario, first, count);
      check_ends(ends, sizes.variables, scenario, first, findings);
      const std::int64_t stored = std::min(count, sizes.kept - first);
      if (stored <= 0) continue;
      std::vector<std::uint32_t> checksums(static_cast<std::size_t>(stored));
      read_dataset_box(stored_checksums.get(), ElementType::uint32, {scenario, first}, {1, stored}, checksums.data());
      if (sizes.state_type == ElementType::float32) {
        check_stored<float>(states.get(), sizes.state_type, checksums, ends, rules, sizes, scenario, first, findings);
      } else {
        check_stored<double>(states.get(), sizes.state_type, checksums, ends, rules, sizes, scenario, first, findings);
      }
    }
  }
}

void check_labels(const std::string& path, FindingList& findings) {
  const ResultFile result(path);
  const RunShape shape = result.shape();
  const auto check_names = [&findings](const char* axis, const std::vector<std::string>& names) {
    const std::set<std::string> distinct(names.begin(), names.end());
    if (distinct.count("") != 0) findings.add("axis '" + std::string(axis) + "' has an empty label");
    if (distinct.size() != names.size()) findings.add("axis '" + std::string(axis) + "' has a label twice");
  };
  check_names("variable", shape.columns);
  check_names("parent", shape.variables);
  check_names("source", shape.sources);
  check_names("param", shape.parameters);
  if (std::adjacent_find(shape.save_times.begin(), shape.save_times.end(), std::greater_equal<>()) !=
      shape.save_times.end()) {
    findings.add("the save times do not increase");
  }
  for (std::size_t regime = 0; regime < shape.regimes.size(); ++regime) {
    const RunShape::RegimeEntry& entry = shape.regimes[regime];
    const std::string who = "regime " + std::to_string(regime);
    if (entry.scenario < 0 || entry.scenario >= result.sizes().scenarios) {
      findings.add(who + " belongs to a scenario that does not exist");
    }
    const auto check_marks = [&](const char* table, const std::vector<std::int8_t>& marks, std::int8_t lowest) {
      if (std::any_of(marks.begin(), marks.end(), [&](std::int8_t mark) { return mark < lowest || mark > 1; })) {
        findings.add(who + " has a mark in '" + table + "' that does not exist");
      }
    };
    check_marks("drift_edges", entry.graph.drift_edges, 0);
    check_marks("drift_sign", entry.graph.drift_sign, -1);
    check_marks("diffusion_edges", entry.graph.diffusion_edges, 0);
    check_marks("shared_noise", entry.graph.shared_noise, 0);
    check_marks("noise_loading", entry.graph.noise_loading, 0);
    check_marks("clamped", entry.graph.clamped, 0);
  }
  for (const InterventionRow& row : result.interventions()) {
    if (row.scenario < 0 || row.scenario >= result.sizes().scenarios) {
      findings.add("an intervention on '" + row.target + "' belongs to a scenario that does not exist");
    }
  }
}

}  // namespace dosde
