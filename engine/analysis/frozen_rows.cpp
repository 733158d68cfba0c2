#include "engine/analysis/frozen_rows.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <variant>

#include "engine/ensemble/world_layout.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {
namespace {

double median(const Law& law, const Point& point) {
  return evaluate_scalar(find_law(law.name)->quantile(law.arguments, Expression(0.5)), point);
}

/// Every parameter, draw and initial value: where something is drawn, at u = ½.
Point median_point(const CompiledRun& run, const Timeline& timeline, double time) {
  Point point;
  point.tables = run.model.inputs;
  point.values = uniform_parameters(run.model);
  point.values["t"] = time;
  for (const auto& [symbol, place] : run.layout.inputs)
    if (place.segment == Segment::lane_input) point.values[symbol] = 0.5;
  const auto drawn = drawn_parameters(run.model);
  for (std::size_t pass = 0; pass < drawn.size(); ++pass) {  // a law may name other drawn parameters
    for (const auto& name : drawn) {
      const Quantity& quantity = run.model.parameters[run.model.find_parameter(name).index()].value;
      const auto* law = std::get_if<Law>(&quantity);
      point.values[name] =
          law != nullptr ? median(*law, point) : evaluate_scalar(std::get<Expression>(quantity), point);
    }
  }
  for (std::size_t i = 0; i < run.model.variables.size(); ++i) {
    const auto& initial = timeline.initial[i];
    double value = 0.0;
    if (const auto* formula = std::get_if<Expression>(&initial)) value = evaluate_scalar(*formula, point);
    if (const auto* law = std::get_if<Law>(&initial)) value = median(*law, point);
    if (const auto* recorded = std::get_if<RecordedInitial>(&initial)) value = recorded->values->front();
    point.values[run.model.variables[i].name] = value;
  }
  return point;
}

}  // namespace

FrozenRows freeze_rows(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms, double time,
                       Calculus calculus) {
  const Point point = median_point(run, timeline, time);
  const auto rows = make_step_problem(run.model, mechanisms, calculus).rows;
  std::map<std::string, Expression> numbers;
  for (const auto& [symbol, value] : point.values)
    if (symbol != "t") numbers.emplace(symbol, Expression(value));
  FrozenRows frozen;
  for (const auto& row : rows) {
    frozen.names.push_back(row.name);
    frozen.start.push_back(point.values.at(row.name));
    numbers.erase(row.name);
  }
  const auto bound = [&](const std::optional<Expression>& formula, double none) {
    return formula ? evaluate_scalar(substitute(*formula, numbers), point) : none;
  };
  for (const auto& row : rows) {
    frozen.drifts.push_back(substitute(row.drift, numbers));
    frozen.loadings.emplace_back();
    for (const auto& term : row.noise)
      frozen.loadings.back().push_back({term.source, substitute(term.loading, numbers), term.location});
    frozen.lower.push_back(bound(row.lower, -std::numeric_limits<double>::infinity()));
    frozen.upper.push_back(bound(row.upper, std::numeric_limits<double>::infinity()));
  }
  return frozen;
}

bool integrates_another_drift(const CompiledRun& run, const MechanismSet& mechanisms) {
  if (run.scheme.scheme == nullptr || run.scheme.scheme->integrates != Calculus::stratonovich) return false;
  const auto rows = make_step_problem(run.model, mechanisms, Calculus::ito).rows;
  return std::any_of(rows.begin(), rows.end(),
                     [&](const FreeRow& row) { return is_zero(stratonovich_correction(row, rows)) != Proof::proven; });
}

}  // namespace dosde
