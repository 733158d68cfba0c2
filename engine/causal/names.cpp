#include "engine/causal/names.hpp"

#include <algorithm>

#include "engine/causal/finding.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/condition.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

bool is_permitted(NameMeaning meaning, const NameRules& rules) {
  switch (meaning) {
    case NameMeaning::time:
      return rules.time;
    case NameMeaning::variable:
      return rules.variables;
    case NameMeaning::parameter:
      return rules.parameters;
    case NameMeaning::input:
      return rules.inputs;
    case NameMeaning::unknown:
      return false;
  }
  return false;
}

std::string to_words(NameMeaning meaning) {
  switch (meaning) {
    case NameMeaning::time:
      return "the time";
    case NameMeaning::variable:
      return "a variable";
    case NameMeaning::parameter:
      return "a parameter";
    case NameMeaning::input:
      return "an input";
    case NameMeaning::unknown:
      return "unknown";
  }
  return "unknown";
}

std::vector<std::string> permitted_names(const Model& model, const NameRules& rules) {
  std::vector<std::string> names;
  if (rules.variables)
    for (const auto& variable : model.variables) names.push_back(variable.name);
  if (rules.parameters)
    for (const auto& parameter : model.parameters) names.push_back(parameter.name);
  if (rules.inputs)
    for (const auto& input : model.inputs) names.push_back(input.name);
  return names;
}

}  // namespace

NameMeaning meaning_of(const Model& model, const std::string& name) {
  if (name == "t") return NameMeaning::time;
  if (model.find_variable(name).is_valid()) return NameMeaning::variable;
  if (model.find_parameter(name).is_valid()) return NameMeaning::parameter;
  const bool is_input =
      std::any_of(model.inputs.begin(), model.inputs.end(), [&](const Table& input) { return input.name == name; });
  return is_input ? NameMeaning::input : NameMeaning::unknown;
}

void check_names(const Model& model, const Expression& formula, const NameRules& rules, const std::string& what,
                 const std::string& rule, const Location& location, std::vector<Diagnostic>& diagnostics) {
  for (const auto& name : symbols_of(formula)) {
    const NameMeaning meaning = meaning_of(model, name);
    if (is_permitted(meaning, rules)) continue;
    if (meaning == NameMeaning::unknown) {
      const auto known = permitted_names(model, rules);
      const std::string all = known.empty() ? "there is nothing that it may name" : "known are " + quoted_list(known);
      diagnostics.push_back(make_finding(location, what + " names '" + name + "', which does not exist", "",
                                         suggest_nearest(name, known, all)));
    } else {
      diagnostics.push_back(make_finding(
          location, what + " names " + to_words(meaning) + (meaning == NameMeaning::time ? " '" : ", '") + name + "'",
          rule));
    }
  }
}

void check_condition(const Expression& formula, const std::string& what, const Location& location,
                     std::vector<Diagnostic>& diagnostics) {
  if (is_condition(formula)) return;
  constexpr std::size_t longest = 100;  // characters that are shown
  const std::string text = to_short_text(formula, longest);
  const bool is_number = formula.is_constant();
  diagnostics.push_back(make_finding(
      location, what + " is '" + text + "', which is a number, not a condition",
      is_number ? "a condition is true or false" : "it would be true wherever it is not 0",
      is_number ? "write a comparison, such as t >= " + text : "write a comparison, such as " + text + " > 0"));
}

void check_law(const Model& model, const Law& law, const NameRules& rules, const std::string& what,
               const Location& location, std::vector<Diagnostic>& diagnostics) {
  const LawKind* kind = find_law(law.name);
  if (kind == nullptr) {
    std::vector<std::string> names;
    for (const auto& registered : law_registry()) names.push_back(registered.name);
    diagnostics.push_back(make_finding(location, what + " has the unknown law '" + law.name + "'", "",
                                       suggest_nearest(law.name, names, "known laws are " + quoted_list(names))));
    return;
  }
  if (law.arguments.size() != kind->argument_names.size()) {
    diagnostics.push_back(make_finding(
        location, what + ": the law " + law.name + " has " + std::to_string(law.arguments.size()) + " arguments",
        "it takes " + std::to_string(kind->argument_names.size()) + ": " + quoted_list(kind->argument_names)));
    return;
  }
  const std::string complaint = kind->complaint(law.arguments);
  if (!complaint.empty()) diagnostics.push_back(make_finding(location, what + ": " + complaint));
  const std::string rule = rules.time ? "a law's arguments are formulas of parameters and t"
                                      : "a law's arguments here are formulas of parameters";
  for (std::size_t i = 0; i < law.arguments.size(); ++i)
    check_names(model, law.arguments[i], rules, what + " (" + kind->argument_names[i] + " of " + law.name + ")", rule,
                location, diagnostics);
}

bool is_reserved(const std::string& name) {
  static const std::vector<std::string> words = {"t", "pi", "hill", "pow", "and", "or", "not"};
  return find_function(name) != nullptr || std::find(words.begin(), words.end(), name) != words.end();
}

std::string quoted_list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += "'" + names[i] + "'";
  }
  return text;
}

}  // namespace dosde
