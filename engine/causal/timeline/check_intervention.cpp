#include <algorithm>
#include <set>

#include "engine/causal/finding.hpp"
#include "engine/causal/names.hpp"
#include "engine/causal/rewrite.hpp"
#include "engine/causal/timeline/edit.hpp"
#include "engine/causal/validate_parts.hpp"
#include "engine/expression/name.hpp"

namespace dosde {
namespace {

using Acts = InterventionKind::Acts;

/// Collects findings about one intervention, each beginning with its label.
class Findings {
 public:
  Findings(std::string label, Location location) : label_(std::move(label)), location_(std::move(location)) {}

  void add(const std::string& problem, const std::string& why = "", const std::string& suggestion = "") {
    list.push_back(make_finding(location_, label_ + problem, why, suggestion));
  }

  void add_unknown(const std::string& problem, const std::string& name, const std::vector<std::string>& known) {
    const std::string all = known.empty() ? "there is none" : "known are " + quoted_list(known);
    add(problem, "", suggest_nearest(name, known, all));
  }

  std::vector<Diagnostic> list;

 private:
  std::string label_;
  Location location_;
};

template <class Named>
std::vector<std::string> names_of(const std::vector<Named>& things) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.name);
  return names;
}

/// The sources that an intervention may name: the model's and those that a replacement or a cut of this scenario brings
/// in.
std::vector<std::string> known_sources(const Model& model, const std::vector<Intervention>& all) {
  std::vector<std::string> sources = model.sources();
  for (const auto& other : all) {
    for (const auto& [key, argument] : other.arguments) {
      const auto* noise = std::get_if<std::vector<NoiseTerm>>(&argument);
      for (const auto& term : noise == nullptr ? std::vector<NoiseTerm>{} : *noise) sources.push_back(term.source);
    }
  }
  for (const auto& other : all) {
    const std::string* cut = other.kind == "cut" ? find_text(other, "source") : nullptr;
    if (cut == nullptr || std::find(sources.begin(), sources.end(), *cut) == sources.end()) continue;
    for (const auto& target : other.targets) sources.push_back(*cut + "@" + target);
  }
  return sources;
}

bool has_type(const Argument& argument, ArgumentType type) {
  const auto* quantity = std::get_if<Quantity>(&argument);
  switch (type) {
    case ArgumentType::formula:
      return quantity != nullptr && std::holds_alternative<Expression>(*quantity);
    case ArgumentType::quantity:
      return quantity != nullptr;
    case ArgumentType::source_name:
    case ArgumentType::variable_name:
    case ArgumentType::part:
      return std::holds_alternative<std::string>(argument);
    case ArgumentType::times:
      return std::holds_alternative<std::vector<double>>(argument);
    case ArgumentType::noise_row:
      return std::holds_alternative<std::vector<NoiseTerm>>(argument);
  }
  return false;
}

void check_targets(const Model& model, const Intervention& intervention, Acts acts, Findings& findings) {
  if (acts == Acts::on_trajectory && !intervention.targets.empty())
    findings.add(" has a target", "it acts on the trajectory as a whole", "leave out `target`");
  if (acts == Acts::on_trajectory) return;
  if (intervention.targets.empty()) findings.add(" has no target");
  std::set<std::string> seen;
  for (const auto& target : intervention.targets) {
    if (!seen.insert(target).second) findings.add(" names the target '" + target + "' twice");
    const bool is_variable = model.find_variable(target).is_valid();
    const bool is_parameter = model.find_parameter(target).is_valid();
    if (acts == Acts::on_parameter && !is_parameter)
      findings.add_unknown(
          " targets '" + target + "', which is " + (is_variable ? "a variable, not" : "not") + " a parameter", target,
          names_of(model.parameters));
    if (acts != Acts::on_parameter && !is_variable)
      findings.add_unknown(
          " targets '" + target + "', which is " + (is_parameter ? "a parameter, not" : "not") + " a variable", target,
          names_of(model.variables));
  }
}

void check_keys(const Intervention& intervention, const InterventionKind& kind, Findings& findings) {
  std::vector<std::string> keys;
  for (const auto& facts : kind.arguments) {
    keys.push_back(facts.key);
    const auto found = intervention.arguments.find(facts.key);
    if (found == intervention.arguments.end()) {
      if (facts.is_required) findings.add(" lacks its key `" + facts.key + "`", "", facts.description);
    } else if (!has_type(found->second, facts.type)) {
      findings.add(" has a value of the wrong type for `" + facts.key + "`", "", facts.description);
    }
  }
  for (const auto& [key, argument] : intervention.arguments)
    if (std::find(keys.begin(), keys.end(), key) == keys.end())
      findings.add_unknown(" has the unknown key `" + key + "`", key, keys);
}

/// Names inside formulas, laws and noise rows; names of parents and sources.
void check_argument(const Model& model, const std::vector<Intervention>& all, const Intervention& intervention,
                    const ArgumentFacts& facts, Acts acts, const std::string& label, Findings& findings) {
  const auto found = intervention.arguments.find(facts.key);
  if (found == intervention.arguments.end()) return;
  const std::string what = label + ": its `" + facts.key + "`";
  const bool is_initial = acts == Acts::on_initial;
  const NameRules names = is_initial ? NameRules{} : NameRules{true, true, true, true};
  const auto check_formula = [&](const Expression& formula) {
    check_names(model, formula, names, what, "an initial value is a formula of parameters", intervention.location,
                findings.list);
  };
  if (const auto* quantity = std::get_if<Quantity>(&found->second)) {
    if (const auto* formula = std::get_if<Expression>(quantity)) check_formula(*formula);
    if (const auto* law = std::get_if<Law>(quantity))
      check_law(model, *law, NameRules{false, true, false, !is_initial}, what, intervention.location, findings.list);
  } else if (const auto* noise = std::get_if<std::vector<NoiseTerm>>(&found->second)) {
    for (const auto& term : *noise) {
      check_formula(without_mark(model, term.source, term.loading));
      if (!term.source.empty() && !is_name(term.source))
        findings.add(": '" + term.source + "' cannot name a noise source",
                     "a name is a letter or underscore, then letters, digits and underscores");
    }
  } else if (const auto* text = std::get_if<std::string>(&found->second)) {
    const auto sources = known_sources(model, all);
    if (facts.type == ArgumentType::source_name && std::find(sources.begin(), sources.end(), *text) == sources.end())
      findings.add_unknown(" names the noise source '" + *text + "', which does not exist", *text, sources);
    if (facts.type == ArgumentType::variable_name && !model.find_variable(*text).is_valid())
      findings.add_unknown(" names '" + *text + "', which is not a variable", *text, names_of(model.variables));
  }
}

/// A window opens at times or by conditions, and conditions name what a drift may name.
void check_conditions(const Model& model, const Intervention& intervention, Acts acts, const std::string& label,
                      Findings& findings) {
  const Window& window = intervention.window;
  if (!window.waits()) return;
  const std::string key = window.when ? "`when`" : "`ends_when`";
  if (acts == Acts::on_initial) findings.add(" has " + key, "it acts at the start");
  if (acts != Acts::on_mechanism && acts != Acts::on_parameter && window.ends_when)
    findings.add(" has `ends_when`", "it acts at a moment and has no end");
  if (window.from || window.until || window.every)
    findings.add(" has " + key + " and a time of `from`, `until` or `every`",
                 "a window opens at times or by conditions",
                 "write the time into the condition: \"t >= 10 and x > 2\"");
  for (const auto* condition : {&window.when, &window.ends_when}) {
    if (!*condition) continue;
    const std::string what = label + ": its " + (condition == &window.when ? "`when`" : "`ends_when`");
    check_names(model, **condition, NameRules{true, true, true, true}, what, "", intervention.location, findings.list);
    check_condition(**condition, what, intervention.location, findings.list);
  }
}

}  // namespace

std::vector<Diagnostic> check_intervention(const Model& model, const std::vector<Intervention>& all,
                                           std::size_t index) {
  const Intervention& intervention = all[index];
  const std::string label = label_of(intervention, index);
  Findings findings(label, intervention.location);
  const InterventionKind* kind = find_intervention_kind(intervention.kind);
  if (kind == nullptr) {
    findings.add_unknown(" has the unknown kind '" + intervention.kind + "'", intervention.kind,
                         names_of(intervention_registry()));
    return findings.list;
  }
  check_targets(model, intervention, kind->acts, findings);
  check_keys(intervention, *kind, findings);
  check_conditions(model, intervention, kind->acts, label, findings);
  for (const auto& facts : kind->arguments)
    check_argument(model, all, intervention, facts, kind->acts, label, findings);
  if (!findings.list.empty()) return findings.list;
  const std::string complaint = kind->complaint(intervention, model);
  if (!complaint.empty()) findings.add(": " + complaint);
  return findings.list;
}

}  // namespace dosde
