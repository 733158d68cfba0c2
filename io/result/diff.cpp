#include "io/result/diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "io/result/boxes.hpp"
#include "io/result/number_distance.hpp"
#include "io/result/read_sizes.hpp"
#include "io/result/result_file.hpp"
#include "io/result/shard_survey.hpp"

namespace dosde {
namespace {

constexpr std::int64_t elements_at_a_time = 1 << 18;

/// One of the two files, and what of it is data.
class Side {
 public:
  explicit Side(const std::string& path)
      : path_(path), result_(path), file_(open_result_file(path)), layout_(describe_layout(result_.sizes())) {
    require_tied(path, file_.get());
    const Hdf5Handle status = open_dataset(file_.get(), "status");
    statuses_ = read_box(status.get(), {{0, 0}, dataset_extents(status.get())});
    finished_ = result_.finished_units();
    is_complete_ = result_.numbers("complete").front() == 1.0;
  }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const ResultFile& result() const { return result_; }
  [[nodiscard]] const ResultSizes& sizes() const { return result_.sizes(); }
  [[nodiscard]] const ResultLayout& layout() const { return layout_; }
  [[nodiscard]] bool is_complete() const { return is_complete_; }
  [[nodiscard]] hid_t file() const { return file_.get(); }

  [[nodiscard]] bool is_pending(std::int64_t scenario, std::int64_t trajectory) const {
    return statuses_[static_cast<std::size_t>(scenario * sizes().trajectories + trajectory)] == 0;
  }
  /// Is the row of a range of trajectories and a scenario in the tables of /units written?
  [[nodiscard]] bool has_row(std::int64_t range, std::int64_t scenario) const {
    return finished_[static_cast<std::size_t>(sizes().unit_of(scenario, range * sizes().unit_size))];
  }

 private:
  std::string path_;
  ResultFile result_;
  Hdf5Handle file_;
  ResultLayout layout_;
  std::vector<char> statuses_;
  std::vector<bool> finished_;
  bool is_complete_ = false;
};

class Comparison {
 public:
  Comparison(const Side& a, const Side& b) : a_(a), b_(b), shape_(a.result().shape()) {}

  /// The difference of a dataset that both files have.
  DatasetDifference compare(const DatasetSpec& spec) {
    DatasetDifference difference;
    difference.dataset = spec.path;
    const DatasetSpec& other = *b_.layout().find(spec.path);
    if (spec.type != other.type) {
      difference.obstacle = fmt::format("type {} against {}", element_name(spec.type), element_name(other.type));
      return difference;
    }
    std::vector<std::int64_t> extents[2] = {a_.layout().extents(spec), b_.layout().extents(other)};
    const bool is_text = spec.type == ElementType::character;
    if (is_text) {  // the width of a table of texts is that of its longest
      for (auto& list : extents) list.pop_back();
    }
    if (extents[0] != extents[1]) {
      difference.obstacle =
          fmt::format("shape [{}] against [{}]", fmt::join(extents[0], ", "), fmt::join(extents[1], ", "));
      return difference;
    }
    if (is_text) {
      compare_texts(spec, difference);
    } else {
      const Hdf5Handle first = open_dataset(a_.file(), spec.path);
      const Hdf5Handle second = open_dataset(b_.file(), spec.path);
      visit_boxes(extents[0], elements_at_a_time, [&](const Box& box) {
        const std::vector<char> a = read_box(first.get(), box);
        const std::vector<char> b = read_box(second.get(), box);
        difference.values += box.elements();
        if (a != b) compare_box(spec, box, a, b, difference);
      });
    }
    return difference;
  }

 private:
  /// Is the element at these indices data in both files?
  [[nodiscard]] bool is_data(const DatasetSpec& spec, const std::vector<std::int64_t>& index) const {
    if (spec.written != Written::with_unit || spec.path == "status") return true;
    if (spec.dimensions[0] == "unit") return a_.has_row(index[0], index[1]) && b_.has_row(index[0], index[1]);
    return !a_.is_pending(index[0], index[1]) && !b_.is_pending(index[0], index[1]);
  }

  void compare_box(const DatasetSpec& spec, const Box& box, const std::vector<char>& a, const std::vector<char>& b,
                   DatasetDifference& difference) {
    switch (spec.type) {
      case ElementType::float64:
        return compare_numbers<double>(spec, box, a, b, difference);
      case ElementType::float32:
        return compare_numbers<float>(spec, box, a, b, difference);
      case ElementType::int64:
      case ElementType::uint64:
        return compare_numbers<std::int64_t>(spec, box, a, b, difference);
      case ElementType::int32:
        return compare_numbers<std::int32_t>(spec, box, a, b, difference);
      case ElementType::uint32:
        return compare_numbers<std::uint32_t>(spec, box, a, b, difference);
      case ElementType::int8:
        return compare_numbers<std::int8_t>(spec, box, a, b, difference);
      case ElementType::uint8:
      case ElementType::character:
        return compare_numbers<std::uint8_t>(spec, box, a, b, difference);
    }
  }

  template <class Number>
  void compare_numbers(const DatasetSpec& spec, const Box& box, const std::vector<char>& a, const std::vector<char>& b,
                       DatasetDifference& difference) {
    std::vector<std::int64_t> index = box.first;
    for (std::int64_t element = 0; element < box.elements(); ++element) {
      Number values[2];
      std::memcpy(&values[0], a.data() + element * static_cast<std::int64_t>(sizeof(Number)), sizeof(Number));
      std::memcpy(&values[1], b.data() + element * static_cast<std::int64_t>(sizeof(Number)), sizeof(Number));
      if (is_data(spec, index)) note(spec, index, values[0], values[1], difference);
      for (std::size_t axis = index.size(); axis-- > 0;) {  // the next index, last axis fastest
        if (++index[axis] < box.first[axis] + box.count[axis]) break;
        index[axis] = box.first[axis];
      }
    }
  }

  template <class Number>
  void note(const DatasetSpec& spec, const std::vector<std::int64_t>& index, Number a, Number b,
            DatasetDifference& difference) const {
    if (std::memcmp(&a, &b, sizeof(Number)) == 0) return;
    bool is_nan[2] = {false, false};
    if constexpr (std::is_floating_point_v<Number>) {
      is_nan[0] = std::isnan(a);
      is_nan[1] = std::isnan(b);
    }
    if (is_nan[0] && is_nan[1]) return;
    if (++difference.differing == 1) {
      difference.first_place = place(spec, index);
      difference.first_values[0] = fmt::format("{}", a);
      difference.first_values[1] = fmt::format("{}", b);
    }
    if (is_nan[0] || is_nan[1]) {
      ++difference.nan_on_one_side;
      return;
    }
    const double distance = std::abs(static_cast<double>(a) - static_cast<double>(b));
    const double size = std::max(std::abs(static_cast<double>(a)), std::abs(static_cast<double>(b)));
    difference.largest_ulp = std::max(difference.largest_ulp, ulp_distance(a, b));
    difference.largest_absolute = std::max(difference.largest_absolute, distance);
    if (std::isfinite(size) && size > 0.0) {
      difference.largest_relative = std::max(difference.largest_relative, distance / size);
    }
  }

  void compare_texts(const DatasetSpec& spec, DatasetDifference& difference) const {
    const std::vector<std::string> a = a_.result().texts(spec.path);
    const std::vector<std::string> b = b_.result().texts(spec.path);
    difference.values = static_cast<std::int64_t>(a.size());
    for (std::size_t row = 0; row < a.size(); ++row) {
      if (a[row] == b[row]) continue;
      if (++difference.differing > 1) continue;
      if (spec.dimensions.size() > 1) difference.first_place = {{spec.dimensions[0], std::to_string(row)}};
      difference.first_values[0] = a[row];
      difference.first_values[1] = b[row];
    }
  }

  [[nodiscard]] std::vector<std::pair<std::string, std::string>> place(const DatasetSpec& spec,
                                                                       const std::vector<std::int64_t>& index) const {
    std::vector<std::pair<std::string, std::string>> place;
    for (std::size_t axis = 0; axis < index.size(); ++axis) {
      const std::string& name = spec.dimensions[axis];
      const auto at = static_cast<std::size_t>(index[axis]);
      const auto label = [&]() -> std::string {
        if (name == "time") return fmt::format("{}", shape_.save_times[at]);
        if (name == "variable") return shape_.columns[at];
        if (name == "child" || name == "parent") return shape_.variables[at];
        if (name == "source") return shape_.sources[at];
        if (name == "param") return shape_.parameters[at];
        return std::to_string(at);
      };
      place.emplace_back(name, label());
      if (name == "scenario") place.emplace_back("scenario_name", shape_.scenarios[at]);
    }
    return place;
  }

  const Side& a_;
  const Side& b_;
  RunShape shape_;
};

bool is_provenance(const DatasetSpec& spec) { return spec.path.starts_with("provenance/"); }

}  // namespace

DiffReport diff_result_files(const std::string& first, const std::string& second, DiffScope scope) {
  const Side a(first);
  const Side b(second);
  Comparison comparison(a, b);
  DiffReport report;
  const bool has_same_units =
      a.sizes().unit_size == b.sizes().unit_size && a.sizes().unit_scenarios == b.sizes().unit_scenarios;
  const bool has_summaries = a.is_complete() && b.is_complete();
  if (!has_same_units) report.remarks.emplace_back("the files have work units of different sizes: /units not compared");
  if (!has_summaries) report.remarks.emplace_back("a file is not complete: summaries not compared");
  if (scope == DiffScope::results) report.remarks.emplace_back("/provenance not compared");
  const auto is_wanted = [&](const DatasetSpec& spec) {
    if (spec.written == Written::as_checksum_list || spec.path.starts_with("shards/")) return false;
    if (is_provenance(spec)) return scope == DiffScope::results_and_provenance;
    if (spec.path.starts_with("units/")) return has_same_units;
    return spec.written != Written::at_end || has_summaries || spec.path == "complete";
  };
  const auto add_lonely = [&](const DatasetSpec& spec, const Side& owner) {
    report.differences.emplace_back();
    report.differences.back().dataset = spec.path;
    report.differences.back().obstacle = "only in " + owner.path();
  };
  for (const DatasetSpec& spec : a.layout().datasets) {
    if (!is_wanted(spec)) continue;
    ++report.compared_datasets;
    if (b.layout().find(spec.path) == nullptr) {
      add_lonely(spec, a);
      continue;
    }
    DatasetDifference difference = comparison.compare(spec);
    if (difference.differing > 0 || !difference.obstacle.empty()) report.differences.push_back(std::move(difference));
  }
  for (const DatasetSpec& spec : b.layout().datasets) {
    if (!is_wanted(spec) || a.layout().find(spec.path) != nullptr) continue;
    ++report.compared_datasets;
    add_lonely(spec, b);
  }
  return report;
}

}  // namespace dosde
