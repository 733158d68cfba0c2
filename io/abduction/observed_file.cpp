#include "io/abduction/observed_file.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "engine/core/error.hpp"
#include "io/abduction/observed_table.hpp"
#include "io/result/hdf5.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const std::string& problem, const std::string& why, const std::string& suggestion) {
  throw Error(ErrorKind::usage, problem, why, suggestion);
}

void refuse_single_precision(ElementType type, const std::string& path, const std::string& what) {
  if (type == ElementType::float64) return;
  refuse(what + " in '" + path + "' is stored as " + element_name(type),
         "the noise of a step is what is left of a difference of states, and rounded states leave their rounding",
         "store 64-bit floating-point numbers (output.precision = \"f64\")");
}

std::size_t choose_scenario(const RunShape& shape, const std::string& path, const std::string& scenario) {
  if (scenario.empty() && shape.scenarios.size() == 1) return 0;
  const auto found = std::find(shape.scenarios.begin(), shape.scenarios.end(), scenario);
  if (found != shape.scenarios.end()) return static_cast<std::size_t>(found - shape.scenarios.begin());
  std::string known;
  for (const auto& name : shape.scenarios) known += (known.empty() ? "" : ", ") + name;
  refuse(scenario.empty() ? "which scenario of '" + path + "' was observed is not said"
                          : "'" + path + "' has no scenario '" + scenario + "'",
         "it has " + known, "say --scenario NAME");
}

std::vector<std::int64_t> choose_trajectories(const ObservedChoice& choice, std::int64_t count,
                                              const std::string& path) {
  std::vector<std::int64_t> chosen = choice.trajectories;
  for (std::int64_t n = 0; choice.trajectories.empty() && n < count; ++n) chosen.push_back(n);
  for (const auto n : chosen)
    if (n < 0 || n >= count)
      refuse("there is no trajectory " + std::to_string(n) + " in '" + path + "'",
             "it has " + std::to_string(count) + ", counted from 0", "");
  return chosen;
}

ObservedPaths read_result(const std::string& path, const ObservedChoice& choice) {
  const ResultFile file(path);
  const RunShape shape = file.shape();
  if (file.sizes().kept == 0)
    refuse("'" + path + "' holds no states", "it has summaries only",
           "run it again with \"trajectories\" in output.keep");
  refuse_single_precision(file.sizes().state_type, path, "state");
  const std::size_t scenario = choose_scenario(shape, path, choice.scenario);
  ObservedPaths paths;
  paths.origin = path;
  paths.times = shape.save_times;
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < shape.columns.size(); ++c) {
    if (std::find(choice.variables.begin(), choice.variables.end(), shape.columns[c]) == choice.variables.end())
      continue;
    columns.push_back(c);
    paths.variables.push_back(shape.columns[c]);
  }
  const auto row = static_cast<std::int64_t>(scenario);
  for (const auto n : choose_trajectories(choice, file.sizes().kept, path)) {
    const TrajectoryEnd end = file.ends(row, n, 1).front();
    if (end.status != TrajectoryStatus::done)
      refuse("trajectory " + std::to_string(n) + " of '" + shape.scenarios[scenario] + "' in '" + path +
                 "' did not reach the end",
             end.status == TrajectoryStatus::pending ? "it has not been computed" : "it left the numbers",
             end.status == TrajectoryStatus::pending ? "resume that run first" : "choose others: --trajectories 0,1,…");
    const std::vector<double> states = file.states(row, n, 1);
    for (std::size_t t = 0; t < paths.times.size(); ++t)
      for (const auto c : columns) paths.states.push_back(states[t * shape.columns.size() + c]);
    ++paths.trajectories;
  }
  return paths;
}

/// A dataset of doubles, with its extents.
struct Numbers {
  std::vector<std::int64_t> extents;
  std::vector<double> values;
};

Numbers read_numbers(hid_t file, const std::string& path, const std::string& name) {
  const Hdf5Handle dataset = open_dataset(file, name);
  refuse_single_precision(element_type(dataset.get()), path, "'" + name + "'");
  Numbers numbers{dataset_extents(dataset.get()), {}};
  std::int64_t count = 1;
  for (const auto extent : numbers.extents) count *= extent;
  numbers.values.resize(static_cast<std::size_t>(count));
  read_dataset(dataset.get(), ElementType::float64, numbers.values.data());
  return numbers;
}

ObservedPaths read_hdf5(const std::string& path, const ObservedChoice& choice) {
  const Hdf5Handle file = open_hdf5_file(path);
  if (!has_link(file.get(), "time"))
    refuse("'" + path + "' has no dataset 'time'", "paths are time [time] and a dataset for each variable",
           "see docs/abduction.md");
  ObservedPaths paths;
  paths.origin = path;
  paths.times = read_numbers(file.get(), path, "time").values;
  const auto times = static_cast<std::int64_t>(paths.times.size());
  std::vector<Numbers> columns;
  for (const auto& variable : choice.variables) {
    if (!has_link(file.get(), variable)) continue;
    columns.push_back(read_numbers(file.get(), path, variable));
    auto& extents = columns.back().extents;
    if (extents.size() == 1) extents.insert(extents.begin(), 1);
    if (extents.size() != 2 || extents[1] != times || extents[0] != columns.front().extents[0])
      refuse("the shape of '" + variable + "' in '" + path + "'",
             "a variable is [time] or [trajectory, time], of " + std::to_string(times) +
                 " times and as many trajectories as the others",
             "");
    paths.variables.push_back(variable);
  }
  if (columns.empty()) refuse("'" + path + "' has no dataset named like a variable of the model", "", "");
  for (const auto n : choose_trajectories(choice, columns.front().extents[0], path)) {
    for (std::int64_t t = 0; t < times; ++t)
      for (const auto& column : columns) paths.states.push_back(column.values[static_cast<std::size_t>(n * times + t)]);
    ++paths.trajectories;
  }
  return paths;
}

bool is_hdf5(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  return ending == ".h5" || ending == ".hdf5" || ending == ".nc";
}

ObservedPaths select(ObservedPaths paths, const ObservedChoice& choice) {
  if (choice.trajectories.empty()) return paths;
  const std::size_t size = paths.times.size() * paths.variables.size();
  std::vector<double> states;
  for (const auto n : choose_trajectories(choice, paths.trajectories, paths.origin))
    states.insert(states.end(), paths.states.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(n) * size),
                  paths.states.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(n + 1) * size));
  paths.states = std::move(states);
  paths.trajectories = static_cast<std::int64_t>(choice.trajectories.size());
  return paths;
}

}  // namespace

ObservedPaths read_observed_paths(const std::string& path, const ObservedChoice& choice) {
  ObservedPaths paths;
  if (!is_hdf5(path))
    paths = select(read_observed_table(path, choice), choice);
  else if (is_result_file(path))
    paths = read_result(path, choice);
  else
    paths = read_hdf5(path, choice);
  for (const auto& variable : choice.required)
    if (std::find(paths.variables.begin(), paths.variables.end(), variable) == paths.variables.end())
      refuse("'" + path + "' has no path of '" + variable + "'", "", "");
  return paths;
}

}  // namespace dosde
