#include "engine/causal/permanent_parameters.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "engine/causal/timeline/parameter_edits.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

/// The parameter interventions that hold over the whole span, in the file's order.
std::vector<Intervention> permanent_edits(const std::vector<Intervention>& interventions, const TimeGrid& grid) {
  std::vector<Intervention> found;
  for (const auto& intervention : interventions) {
    const InterventionKind* kind = find_intervention_kind(intervention.kind);
    const Window& window = intervention.window;
    if (kind != nullptr && kind->acts == InterventionKind::Acts::on_parameter && !window.every && !window.waits() &&
        window.from.value_or(grid.start) <= grid.start && window.until.value_or(grid.stop()) >= grid.stop())
      found.push_back(intervention);
  }
  return found;
}

/// NaN where the formula moves in time or names what is not uniform.
double uniform_value(const Expression& formula, const std::map<std::string, double>& values) {
  const auto symbols = symbols_of(formula);
  const bool is_uniform = tables_of(formula).empty() && std::all_of(symbols.begin(), symbols.end(),
                                                                    [&](const auto& s) { return values.contains(s); });
  return is_uniform ? evaluate_scalar(formula, {values, {}}) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::map<std::string, double> permanent_parameters(const Model& model, const std::vector<Intervention>& interventions,
                                                   const TimeGrid& grid, const std::map<std::string, double>& values) {
  std::vector<Diagnostic> told_already;
  const std::vector<Edit> edits = prepare_edits(model, permanent_edits(interventions, grid), told_already);
  std::vector<std::size_t> all(edits.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const auto replacements = parameter_replacements(model, edits, all);

  std::map<std::string, double> labels;
  for (const auto& parameter : model.parameters) {
    const auto known = values.find(parameter.name);
    const auto edited = replacements.find(parameter.name);
    if (edited != replacements.end())
      labels[parameter.name] = uniform_value(edited->second, values);
    else
      labels[parameter.name] = known != values.end() ? known->second : std::numeric_limits<double>::quiet_NaN();
  }
  return labels;
}

}  // namespace dosde
