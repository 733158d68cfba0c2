#include "engine/ensemble/place_sweep.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "engine/causal/timeline.hpp"
#include "engine/ensemble/sweep_target.hpp"

namespace dosde {
namespace {

/// The law over the range of an axis within the points.
Law range_of(const Sweep& sweep, std::size_t axis, const std::vector<std::int64_t>& points) {
  const SweepAxis& described = sweep.axes[axis];
  if (described.is_set_in_run) return {"uniform", {Expression(described.low), Expression(described.high)}};
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const auto point : points) {
    low = std::min(low, sweep.value(point, axis));
    high = std::max(high, sweep.value(point, axis));
  }
  return {"uniform", {Expression(low), Expression(high)}};
}

/// Does any parameter, or anything about parameters, need more than a finite number?
bool has_formulas(const Model& model) {
  return std::any_of(model.parameters.begin(), model.parameters.end(), [](const Parameter& parameter) {
    const auto* formula = std::get_if<Expression>(&parameter.value);
    return formula != nullptr && !formula->is_constant();
  });
}

bool needs_model_check(const Experiment& group, const Sweep& sweep) {
  const bool has_bounds = std::any_of(group.model.variables.begin(), group.model.variables.end(),
                                      [](const Variable& variable) { return variable.lower || variable.upper; });
  const bool has_swept_law = std::any_of(sweep.axes.begin(), sweep.axes.end(),
                                         [](const SweepAxis& axis) { return axis.target.law_argument >= 0; });
  return has_bounds || has_swept_law || has_formulas(group.model);
}

/// What is wrong with the interventions' values as they stand.
std::vector<Diagnostic> complaints_of(const Scenario& scenario, const Model& model) {
  std::vector<Diagnostic> complaints;
  for (const auto& intervention : scenario.interventions) {
    std::string complaint = find_intervention_kind(intervention.kind)->complaint(intervention, model);
    for (const auto& [key, argument] : intervention.arguments) {
      const auto* quantity = std::get_if<Quantity>(&argument);
      const auto* law = quantity == nullptr ? nullptr : std::get_if<Law>(quantity);
      if (complaint.empty() && law != nullptr) complaint = find_law(law->name)->complaint(law->arguments);
    }
    if (complaint.empty()) continue;
    Diagnostic diagnostic;
    diagnostic.location = intervention.location;
    diagnostic.problem = "the " + intervention.kind + " of '" + intervention.targets.front() + "' in '" +
                         scenario.name + "': " + complaint;
    complaints.push_back(std::move(diagnostic));
  }
  return complaints;
}

}  // namespace

PlacedSweep place_sweep(const Model& model, const Experiment& experiment, const Sweep& sweep,
                        const std::vector<std::int64_t>& points) {
  Experiment placed;
  placed.model = model;
  placed.scenarios = experiment.scenarios;
  std::map<std::string, std::int32_t> axes;
  std::vector<Parameter> hidden;
  for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis) {
    const SweepTarget& target = sweep.axes[axis].target;
    if (!target.is_lane_input()) continue;
    const Law range = range_of(sweep, axis, points);
    std::string symbol = sweep_symbol(axis);
    if (target.kind == SweepTarget::Kind::parameter && target.law_argument < 0) {
      Parameter& parameter = placed.model.parameters.at(target.index);
      parameter.value = range;
      symbol = parameter.name;
    } else {
      *find_number(placed, target) = Expression::symbol(symbol);
      hidden.push_back({symbol, range, "1", "", {}});
    }
    axes[symbol] = static_cast<std::int32_t>(axis);
  }
  placed.model.parameters.insert(placed.model.parameters.end(), hidden.begin(), hidden.end());
  return {std::move(placed.model), std::move(placed.scenarios), std::move(axes)};
}

std::vector<bool> zeros_of_point(const Sweep& sweep, std::int64_t point) {
  std::vector<bool> is_zero;
  for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis)
    is_zero.push_back(sweep.axes[axis].target.is_lane_input() && sweep.value(point, axis) == 0.0);
  return is_zero;
}

MovingExperiment::MovingExperiment(const Experiment& group, const Sweep& sweep)
    : sweep_(sweep), has_formulas_(dosde::has_formulas(group.model)) {
  experiment_.model = group.model;
  experiment_.scenarios = group.scenarios;
  experiment_.time = group.time;
}

const Experiment& MovingExperiment::at(std::int64_t point) {
  for (std::size_t axis = 0; axis < sweep_.axes.size(); ++axis) {
    const SweepTarget& target = sweep_.axes[axis].target;
    if (!target.is_lane_input()) continue;
    Expression* number = find_number(experiment_, target);
    if (number == nullptr)
      throw Error(ErrorKind::internal, "the axis '" + sweep_.axes[axis].name + "' names no number");
    *number = Expression(sweep_.value(point, axis));
  }
  return experiment_;
}

std::map<std::string, double> MovingExperiment::parameters() const {
  if (has_formulas_) return uniform_parameters(experiment_.model);
  std::map<std::string, double> values;
  for (const auto& parameter : experiment_.model.parameters)
    if (const auto* number = std::get_if<Expression>(&parameter.value)) values[parameter.name] = number->value();
  return values;
}

std::vector<Diagnostic> check_points(const Experiment& group, const Sweep& sweep,
                                     const std::vector<std::int64_t>& points) {
  std::vector<Diagnostic> found;
  const bool checks_model = needs_model_check(group, sweep);
  const bool checks_scenarios = std::any_of(sweep.axes.begin(), sweep.axes.end(), [](const SweepAxis& axis) {
    return axis.target.kind == SweepTarget::Kind::intervention;
  });
  std::set<std::pair<int, int>> places;  // one complaint a place is enough
  MovingExperiment moving(group, sweep);
  for (const auto point : points) {
    if (!checks_model && !checks_scenarios) break;
    const Experiment& moved = moving.at(point);
    std::vector<Diagnostic> complaints = checks_model ? validate(moved.model) : std::vector<Diagnostic>{};
    for (const auto& scenario : moved.scenarios) {
      const auto more = checks_scenarios ? complaints_of(scenario, moved.model) : std::vector<Diagnostic>{};
      complaints.insert(complaints.end(), more.begin(), more.end());
    }
    for (auto& complaint : complaints) {
      if (!places.insert({complaint.location.line, complaint.location.column}).second) continue;
      complaint.problem += " (at point " + std::to_string(point) + " of the sweep)";
      found.push_back(std::move(complaint));
    }
  }
  return found;
}

}  // namespace dosde
