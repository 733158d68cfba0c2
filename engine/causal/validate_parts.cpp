#include "engine/causal/validate_parts.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/causal/finding.hpp"
#include "engine/causal/names.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/name.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

const NameRules mechanism_names = {true, true, true, true};

/// The value of a formula of uniform parameters; nothing where it depends on drawn ones (or is no such formula).
std::optional<double> uniform_value(const Expression& formula, const std::map<std::string, double>& values) {
  for (const auto& symbol : symbols_of(formula))
    if (!values.contains(symbol)) return std::nullopt;
  return evaluate_scalar(formula, Point{values, {}});
}

}  // namespace

Expression without_mark(const Model& model, const std::string& source, const Expression& loading) {
  const JumpSource* jump = model.find_jump(source);
  const bool has_mark = jump != nullptr && jump->mark && depends_on(loading, mark_name);
  return has_mark ? substitute(loading, {{mark_name, Expression(1.0)}}) : loading;
}

void check_input(const Table& input, std::vector<Diagnostic>& diagnostics) {
  const std::string what = "the table of the input '" + input.name + "'";
  if (input.times.empty()) diagnostics.push_back(make_finding({}, what + " has no rows"));
  if (input.times.size() != input.values.size())
    diagnostics.push_back(make_finding({},
                                       what + " has " + std::to_string(input.times.size()) + " times and " +
                                           std::to_string(input.values.size()) + " values",
                                       "each row has one of both"));
  const auto is_finite = [](double value) { return std::isfinite(value); };
  if (!std::all_of(input.times.begin(), input.times.end(), is_finite) ||
      !std::all_of(input.values.begin(), input.values.end(), is_finite))
    diagnostics.push_back(make_finding({}, what + " holds a value that is not a finite number"));
  const auto unordered =
      std::adjacent_find(input.times.begin(), input.times.end(), [](double a, double b) { return !(a < b); });
  if (unordered != input.times.end())
    diagnostics.push_back(make_finding(
        {}, what + ": after the time " + number_text(*unordered) + " comes " + number_text(*std::next(unordered)),
        "times must increase"));
}

void check_mechanism(const Model& model, const Variable& variable, std::vector<Diagnostic>& diagnostics) {
  const Location& drift_place = variable.drift_location.line > 0 ? variable.drift_location : variable.location;
  check_names(model, variable.drift, mechanism_names, "the drift of '" + variable.name + "'", "", drift_place,
              diagnostics);
  std::set<std::string> seen;
  for (const auto& term : variable.noise) {
    const Location& place = term.location.line > 0 ? term.location : variable.location;
    check_names(model, without_mark(model, term.source, term.loading), mechanism_names,
                "the loading of '" + variable.name + "' on the source '" + term.source + "'", "", place, diagnostics);
    if (!is_name(term.source))
      diagnostics.push_back(make_finding(place, "'" + term.source + "' cannot name a noise source",
                                         "a name is a letter or underscore, then letters, digits and underscores"));
    if (!seen.insert(term.source).second)
      diagnostics.push_back(make_finding(place,
                                         "'" + variable.name + "' loads on the source '" + term.source + "' twice",
                                         "a row has one loading a source: add the two formulas"));
  }
}

void check_jump(const Model& model, const JumpSource& jump, std::vector<Diagnostic>& diagnostics) {
  const std::string what = "the jump source '" + jump.name + "'";
  check_names(model, jump.rate, mechanism_names, "the rate of " + what, "", jump.location, diagnostics);
  if (!is_name(jump.name))
    diagnostics.push_back(make_finding(jump.location, what + " cannot be named in a row",
                                       "a name is a letter or underscore, then letters, digits and underscores"));
  if (jump.rate.is_constant() && !(jump.rate.value() >= 0.0 && std::isfinite(jump.rate.value())))
    diagnostics.push_back(make_finding(jump.location, "the rate of " + what + " is " + number_text(jump.rate.value()),
                                       "it is how often it jumps in a unit of time"));
  if (!jump.mark) return;
  check_law(model, *jump.mark, NameRules{}, "the mark of " + what, jump.location, diagnostics);
  if (meaning_of(model, mark_name) != NameMeaning::unknown)
    diagnostics.push_back(make_finding(jump.location,
                                       "the name 'mark' is used in the model, and " + what + " has a mark",
                                       "loadings name a jump's mark `mark`", "rename what is called so"));
}

void check_event(const Model& model, const Event& event, std::vector<Diagnostic>& diagnostics) {
  const std::string what = "the event '" + event.name + "'";
  check_names(model, event.when, mechanism_names, "the condition of " + what, "", event.location, diagnostics);
  check_condition(event.when, "the condition of " + what, event.location, diagnostics);
  if (event.stops && !event.set.empty())
    diagnostics.push_back(make_finding(event.location, what + " sets variables and stops",
                                       "nothing is saved of a trajectory that has stopped", "take one of the two out"));
  for (const auto& assignment : event.set) {
    if (!model.find_variable(assignment.variable).is_valid()) {
      diagnostics.push_back(make_finding(event.location,
                                         what + " sets '" + assignment.variable + "', which is not a variable", "",
                                         suggest_nearest(assignment.variable, model.variable_names())));
    }
    check_names(model, assignment.value, mechanism_names, "what " + what + " sets '" + assignment.variable + "' to", "",
                event.location, diagnostics);
  }
}

void check_initial(const Model& model, const Variable& variable, std::vector<Diagnostic>& diagnostics) {
  const std::string what = "the initial value of '" + variable.name + "'";
  if (const auto* formula = std::get_if<Expression>(&variable.initial)) {
    check_names(model, *formula, NameRules{}, what, "an initial value is a formula of parameters", variable.location,
                diagnostics);
  } else if (const auto* law = std::get_if<Law>(&variable.initial)) {
    check_law(model, *law, NameRules{}, what, variable.location, diagnostics);
  } else {
    const auto& recorded = std::get<RecordedInitial>(variable.initial);
    if (recorded.values == nullptr || recorded.values->empty())
      diagnostics.push_back(
          make_finding(variable.location, what + " is recorded (" + recorded.origin + ") but holds no states"));
  }
}

void check_bounds(const Model& model, const Variable& variable, bool has_parameter_values,
                  std::vector<Diagnostic>& diagnostics) {
  const auto check = [&](const std::optional<Expression>& bound, const std::string& side) {
    if (bound)
      check_names(model, *bound, NameRules{}, "the " + side + " bound of '" + variable.name + "'",
                  "a bound is a formula of parameters", variable.location, diagnostics);
  };
  check(variable.lower, "lower");
  check(variable.upper, "upper");
  if (!has_parameter_values) return;
  const auto values = uniform_parameters(model);
  const auto value_of = [&](const std::optional<Expression>& bound) {
    return bound ? uniform_value(*bound, values) : std::nullopt;
  };
  const auto lower = value_of(variable.lower);
  const auto upper = value_of(variable.upper);
  if (lower && upper && !(*lower < *upper))
    diagnostics.push_back(make_finding(variable.location, "the bounds of '" + variable.name +
                                                              "' cross: " + number_text(*lower) + " is not below " +
                                                              number_text(*upper)));
  const auto* formula = std::get_if<Expression>(&variable.initial);
  const auto initial = formula == nullptr ? std::nullopt : uniform_value(*formula, values);
  if (initial && ((lower && *initial < *lower) || (upper && *initial > *upper)))
    diagnostics.push_back(make_finding(
        variable.location, "'" + variable.name + "' starts at " + number_text(*initial) + ", outside its bounds",
        "a reflecting bound keeps the state inside from the start"));
}

}  // namespace dosde
