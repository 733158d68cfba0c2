#include "io/effects/contrast.hpp"

#include <algorithm>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

/// The scenario's name in the file of scenarios: of a sweep without its point.
std::string base_name(const RunShape& shape, std::int64_t scenario) {
  const std::string& name = shape.scenarios[static_cast<std::size_t>(scenario)];
  return shape.sweep_axes.empty() ? name : name.substr(0, name.rfind('@'));
}

std::vector<std::string> base_names(const RunShape& shape) {
  std::vector<std::string> names;
  for (std::int64_t scenario = 0; scenario < shape.base_count(); ++scenario)
    names.push_back(base_name(shape, scenario));
  return names;
}

[[noreturn]] void refuse_unknown(const RunShape& shape, const std::string& reference) {
  const std::vector<std::string> names = base_names(shape);
  const std::string nearest = nearest_name(reference, names);
  std::string listed;
  for (const std::string& name : names) listed += (listed.empty() ? "" : ", ") + name;
  throw Error(ErrorKind::usage, "the file has no scenario '" + reference + "'", "its scenarios are " + listed,
              nearest.empty() ? "Name one of them with --reference."
              : shape.sweep_axes.empty()
                  ? "Did you mean '" + nearest + "'?"
                  : "Did you mean '" + nearest + "' (at each point), or '" + nearest + "@0' (at point 0)?");
}

/// Values of these axes belong to the world: points at which they differ do not meet the same noise.
void require_one_world(const RunShape& shape) {
  const std::size_t axes = shape.sweep_axes.size();
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const std::string& key = shape.sweep_axes[axis];
    if (key != "ensemble.seed" && key != "time.step" && key != "noise.cell") continue;
    for (std::size_t k = axis; k < shape.sweep_values.size(); k += axes) {
      if (shape.sweep_values[k] == shape.sweep_values[axis]) continue;
      throw Error(ErrorKind::usage, "points of this sweep cannot be compared with each other",
                  "it varies '" + key + "', so that trajectories of equal number do not meet the same noise",
                  "Name the reference without @: each point is then compared with itself.");
    }
  }
}

std::vector<Contrast> with_one_row(const RunShape& shape, std::int64_t reference) {
  std::vector<Contrast> contrasts;
  for (std::int64_t scenario = 0; scenario < static_cast<std::int64_t>(shape.scenarios.size()); ++scenario)
    if (scenario != reference) contrasts.push_back({scenario, reference});
  return contrasts;
}

std::vector<Contrast> at_each_point(const RunShape& shape, std::int64_t base) {
  std::vector<Contrast> contrasts;
  for (std::int64_t first = 0; first < static_cast<std::int64_t>(shape.scenarios.size()); first += shape.base_count())
    for (std::int64_t scenario = 0; scenario < shape.base_count(); ++scenario)
      if (scenario != base) contrasts.push_back({first + scenario, first + base});
  return contrasts;
}

}  // namespace

std::vector<Contrast> list_contrasts(const RunShape& shape, const std::string& reference) {
  const std::vector<std::string> names = base_names(shape);
  const auto base = reference.empty() ? names.begin() : std::find(names.begin(), names.end(), reference);
  if (base != names.end()) {
    std::vector<Contrast> contrasts = at_each_point(shape, base - names.begin());
    if (!contrasts.empty()) return contrasts;
    throw Error(ErrorKind::usage, "there is nothing to compare: the file has one scenario, '" + names.front() + "'",
                "an effect is the difference between two scenarios of a file",
                shape.sweep_axes.empty()
                    ? "Add a scenario with an intervention and run again."
                    : "Name a point of the sweep as the reference: --reference '" + shape.scenarios.front() + "'.");
  }
  const auto row = std::find(shape.scenarios.begin(), shape.scenarios.end(), reference);
  if (shape.sweep_axes.empty() || row == shape.scenarios.end()) refuse_unknown(shape, reference);
  require_one_world(shape);
  return with_one_row(shape, row - shape.scenarios.begin());
}

}  // namespace dosde
