#include "engine/analysis/abstraction/noise_scales.hpp"

#include <cmath>
#include <map>
#include <optional>

#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

using Loadings = std::map<std::string, Expression>;

/// Loadings that are not proven zero, by source.
Loadings loadings_of(const Mechanism& row) {
  Loadings loadings;
  for (const PresentLoading& present : present_loadings(row, {})) {
    const auto [place, is_new] = loadings.emplace(present.source, present.loading);
    if (!is_new) place->second = place->second + present.loading;
  }
  return loadings;
}

/// Some state, where nothing cancels by chance.
Point generic_point(const Model& model) {
  Point point;
  point.tables = model.inputs;
  double value = 0.73908513321516064;
  point.values["t"] = value;
  for (const Variable& variable : model.variables) point.values[variable.name] = value *= 1.0 / 1.3247179572447460;
  return point;
}

/// The number by which all loadings are multiplied, if there is one: their ratio somewhere, if it is that everywhere.
std::optional<double> common_factor(const Loadings& reference, const Loadings& edited, const Point& somewhere) {
  if (edited.empty()) return reference.empty() ? 1.0 : 0.0;
  if (edited.size() != reference.size()) return std::nullopt;
  std::optional<double> factor;
  for (const auto& [source, loading] : edited) {
    const auto own = reference.find(source);
    if (own == reference.end()) return std::nullopt;
    if (!factor) factor = evaluate_scalar(loading, somewhere) / evaluate_scalar(own->second, somewhere);
    if (!std::isfinite(*factor)) return std::nullopt;
    if (is_zero(loading - Expression(*factor) * own->second) == Proof::refuted) return std::nullopt;
  }
  return factor;
}

}  // namespace

NoiseScales compare_noise(const Model& model, const MechanismSet& reference, const MechanismSet& edited) {
  const Point somewhere = generic_point(model);
  NoiseScales found;
  for (std::size_t i = 0; i < edited.size(); ++i) {
    if (edited[i].clamp) {
      found.scales.push_back(0.0);
      continue;
    }
    const std::optional<double> factor = common_factor(loadings_of(reference[i]), loadings_of(edited[i]), somewhere);
    if (!factor)
      found.objection = "the noise of '" + model.variables[i].name + "' is no multiple of what it is in the reference";
    found.scales.push_back(factor.value_or(1.0));
  }
  return found;
}

}  // namespace dosde
