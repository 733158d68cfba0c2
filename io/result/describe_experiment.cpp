#include "io/result/describe_experiment.hpp"

#include <algorithm>
#include <limits>

#include "engine/ensemble/sweep_target.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

/// A formula as it stands in TOML: numbers bare, all else in quotes.
std::string toml_text(const Expression& expression) {
  const std::string text = to_text(expression);
  return expression.is_constant() ? text : "\"" + text + "\"";
}

struct ToToml {
  std::string operator()(const Quantity& quantity) const {
    if (const auto* formula = std::get_if<Expression>(&quantity)) return toml_text(*formula);
    const auto& law = std::get<Law>(quantity);
    std::string text = "{ " + law.name + " = [";
    for (std::size_t k = 0; k < law.arguments.size(); ++k) text += (k > 0 ? ", " : "") + toml_text(law.arguments[k]);
    return text + "] }";
  }
  std::string operator()(const std::string& word) const { return "\"" + word + "\""; }
  std::string operator()(const std::vector<double>& numbers) const {
    std::string text = "[";
    for (std::size_t k = 0; k < numbers.size(); ++k) text += (k > 0 ? ", " : "") + to_text(Expression(numbers[k]));
    return text + "]";
  }
  std::string operator()(const std::vector<NoiseTerm>& terms) const {
    std::string text = "{ ";
    for (std::size_t k = 0; k < terms.size(); ++k) {
      text += (k > 0 ? ", " : "") + terms[k].source + " = " + toml_text(terms[k].loading);
    }
    return text + " }";
  }
};

/// The one number that says how strong the intervention is, where there is one.
double strength(const Intervention& intervention) {
  for (const char* key : {"value", "factor", "add", "set"}) {
    const auto found = intervention.arguments.find(key);
    if (found == intervention.arguments.end()) continue;
    const auto* quantity = std::get_if<Quantity>(&found->second);
    const auto* formula = quantity == nullptr ? nullptr : std::get_if<Expression>(quantity);
    return formula != nullptr && formula->is_constant() ? formula->value() : nan;
  }
  return nan;
}

InterventionRow table_row(const Intervention& intervention, std::int32_t scenario) {
  InterventionRow row;
  row.scenario = scenario;
  row.kind = intervention.kind;
  const Window& window = intervention.window;
  row.from =
      window.when ? nan : window.from.value_or(-infinity);  // where it waits, each trajectory has a time of its own
  row.until = window.ends_when ? nan : window.until.value_or(infinity);
  row.every = intervention.window.every.value_or(nan);
  row.value = strength(intervention);
  for (const auto& [key, argument] : intervention.arguments) {
    row.expression += (row.expression.empty() ? "" : "; ") + key + " = " + std::visit(ToToml{}, argument);
  }
  const auto add_condition = [&row](const std::string& key, const std::optional<Expression>& condition) {
    if (condition) row.expression += (row.expression.empty() ? "" : "; ") + key + " = " + toml_text(*condition);
  };
  add_condition("when", window.when);
  add_condition("ends_when", window.ends_when);
  // An impulse has times instead of a beginning; its own `until` stays, which ends its repetitions.
  const auto at = intervention.arguments.find("at");
  if (at != intervention.arguments.end()) {
    if (const auto* times = std::get_if<std::vector<double>>(&at->second); times != nullptr && !times->empty()) {
      row.from = *std::min_element(times->begin(), times->end());
    }
  }
  return row;
}

/// The scenarios with its axis, "sweep:<number>", in the place of every swept value: it is another at every point.
std::vector<Scenario> name_swept_values(const Experiment& experiment) {
  Experiment named;
  named.scenarios = experiment.scenarios;
  for (std::size_t axis = 0; axis < experiment.sweep.axes.size(); ++axis) {
    const SweepTarget& target = experiment.sweep.axes[axis].target;
    if (target.kind == SweepTarget::Kind::intervention)
      *find_number(named, target) = Expression::symbol(sweep_symbol(axis));
  }
  return named.scenarios;
}

}  // namespace

std::vector<InterventionRow> tabulate_interventions(const std::vector<Scenario>& scenarios) {
  std::vector<InterventionRow> rows;
  for (std::size_t scenario = 0; scenario < scenarios.size(); ++scenario) {
    for (const Intervention& intervention : scenarios[scenario].interventions) {
      const bool has_targets = !intervention.targets.empty();  // a stop is the whole trajectory's
      for (const std::string& target : has_targets ? intervention.targets : std::vector<std::string>{""}) {
        rows.push_back(table_row(intervention, static_cast<std::int32_t>(scenario)));
        rows.back().target = target;
      }
    }
  }
  return rows;
}

Provenance with_settings(Provenance provenance, const Experiment& experiment) {
  provenance.seed = experiment.seed;
  provenance.pairing = experiment.pairing == Pairing::shared ? "shared" : "independent";
  provenance.step = experiment.time.step;
  provenance.noise_cell = experiment.noise_cell > 0.0 ? experiment.noise_cell : experiment.time.step;
  return provenance;
}

ResultFileRequest describe_result_file(const Experiment& experiment, const RunShape& shape, Provenance provenance) {
  ResultFileRequest request;
  request.shape = shape;
  request.output = experiment.output;
  request.title = experiment.title;
  for (const std::string& column : shape.columns) {
    const VariableId variable = experiment.model.find_variable(column);
    const auto& observables = experiment.output.observables;
    const auto observable = std::find_if(observables.begin(), observables.end(),
                                         [&column](const Observable& candidate) { return candidate.name == column; });
    if (variable.is_valid()) {
      const Variable& facts = experiment.model.variables[variable.index()];
      request.column_units.push_back(facts.unit);
      request.column_descriptions.push_back(facts.description);
    } else {
      request.column_units.emplace_back("1");
      request.column_descriptions.push_back(observable == observables.end() ? "" : to_text(observable->value));
    }
  }
  for (const Variable& variable : experiment.model.variables)
    request.observed.push_back(variable.visibility == Visibility::observed ? 1 : 0);
  request.interventions = tabulate_interventions(name_swept_values(experiment));
  request.provenance = with_settings(std::move(provenance), experiment);
  return request;
}

}  // namespace dosde
