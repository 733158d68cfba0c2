#include "io/result/layout.hpp"

#include <algorithm>
#include <iterator>

#include "engine/core/error.hpp"

namespace dosde {

std::int64_t element_size(ElementType type) {
  switch (type) {
    case ElementType::character:
    case ElementType::int8:
    case ElementType::uint8:
      return 1;
    case ElementType::int32:
    case ElementType::uint32:
    case ElementType::float32:
      return 4;
    case ElementType::int64:
    case ElementType::uint64:
    case ElementType::float64:
      return 8;
  }
  throw Error(ErrorKind::internal, "an element type that element_size does not know");
}

std::string element_name(ElementType type) {
  switch (type) {
    case ElementType::character:
      return "char";
    case ElementType::int8:
      return "i1";
    case ElementType::uint8:
      return "u1";
    case ElementType::int32:
      return "i4";
    case ElementType::uint32:
      return "u4";
    case ElementType::int64:
      return "i8";
    case ElementType::uint64:
      return "u8";
    case ElementType::float32:
      return "f4";
    case ElementType::float64:
      return "f8";
  }
  throw Error(ErrorKind::internal, "an element type that element_name does not know");
}

std::int64_t longest(std::int64_t length, const std::vector<std::string>& texts) {
  for (const std::string& text : texts) length = std::max(length, std::ssize(text));
  return length;
}

UnitBox unit_box(const ResultSizes& sizes, std::int64_t unit) {
  UnitBox box;
  box.first_trajectory = unit % sizes.units * sizes.unit_size;
  box.trajectory_count = std::min(sizes.unit_size, sizes.trajectories - box.first_trajectory);
  const std::int64_t scenarios = sizes.unit_scenarios == 0 ? sizes.scenarios : sizes.unit_scenarios;
  box.first_scenario = unit / sizes.units * scenarios;
  box.scenario_count = std::min(scenarios, sizes.scenarios - box.first_scenario);
  return box;
}

const DimensionSpec& ResultLayout::dimension(const std::string& name) const {
  const auto found = std::find_if(dimensions.begin(), dimensions.end(),
                                  [&name](const DimensionSpec& candidate) { return candidate.name == name; });
  if (found == dimensions.end()) throw Error(ErrorKind::internal, "the file layout has no dimension '" + name + "'");
  return *found;
}

const DatasetSpec* ResultLayout::find(const std::string& path) const {
  const auto found = std::find_if(datasets.begin(), datasets.end(),
                                  [&path](const DatasetSpec& candidate) { return candidate.path == path; });
  return found == datasets.end() ? nullptr : &*found;
}

std::vector<std::int64_t> ResultLayout::extents(const DatasetSpec& dataset) const {
  std::vector<std::int64_t> lengths;
  lengths.reserve(dataset.dimensions.size());
  for (const std::string& name : dataset.dimensions) lengths.push_back(dimension(name).length);
  return lengths;
}

std::int64_t ResultLayout::bytes(const DatasetSpec& dataset) const {
  std::int64_t total = element_size(dataset.type);
  for (const std::int64_t length : extents(dataset)) {
    if (__builtin_mul_overflow(total, length, &total)) {
      throw Error(ErrorKind::input_output, "dataset '" + dataset.path + "' would be larger than 8 exabytes",
                  "trajectories x scenarios x save times x variables is too large for any file",
                  "Save fewer times or variables, or keep only the first n trajectories.");
    }
  }
  return total;
}

void ResultLayout::add_dimension(const std::string& name, std::int64_t length, bool has_coordinate) {
  if (length > 0) dimensions.push_back({name, length, has_coordinate});
}

void ResultLayout::add_datasets(const std::vector<DatasetSpec>& table) {
  const auto exists = [this](const std::string& name) {
    return std::any_of(dimensions.begin(), dimensions.end(),
                       [&name](const DimensionSpec& dimension) { return dimension.name == name; });
  };
  std::copy_if(table.begin(), table.end(), std::back_inserter(datasets), [&exists](const DatasetSpec& dataset) {
    return std::all_of(dataset.dimensions.begin(), dataset.dimensions.end(), exists);
  });
}

std::vector<DatasetSpec> provenance_texts(const std::string& command) {
  constexpr auto character = ElementType::character;
  return {{"provenance/scenario_text", character, {"scenario_text_length"}, "the scenario file as given"},
          {"provenance/scenario_resolved", character, {"resolved_text_length"}, "the scenario with every default"},
          {"provenance/command_line", character, {"command_line_length"}, command}};
}

std::int64_t ResultLayout::bytes() const {
  std::int64_t total = 0;
  for (const DatasetSpec& dataset : datasets) {
    if (__builtin_add_overflow(total, bytes(dataset), &total)) {
      throw Error(ErrorKind::input_output, "the result file would be larger than 8 exabytes",
                  "trajectories x scenarios x save times x variables is too large for any file",
                  "Save fewer times or variables, or keep only the first n trajectories.");
    }
  }
  return total;
}

}  // namespace dosde
