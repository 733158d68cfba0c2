#include "io/scenario/read_interventions.hpp"

#include <set>
#include <utility>

#include "engine/causal/timeline.hpp"
#include "io/scenario/keys.hpp"
#include "io/scenario/read_formula.hpp"
#include "io/scenario/section.hpp"

namespace dosde {
namespace {

std::vector<double> read_times(const Value& value) {
  if (value.is_numeric()) return {value.number};
  std::vector<double> times;
  for (const auto& item : value.items) times.push_back(item.number);
  return times;
}

/// One argument by its type; nothing where it does not parse.
std::optional<Argument> read_argument(const ArgumentFacts& facts, const Value& value, Findings& findings) {
  switch (facts.type) {
    case ArgumentType::formula:
      if (const auto formula = read_formula(value, findings)) return Argument(Quantity(*formula));
      return std::nullopt;
    case ArgumentType::quantity:
      if (auto quantity = read_quantity(value, findings)) return Argument(std::move(*quantity));
      return std::nullopt;
    case ArgumentType::source_name:
    case ArgumentType::variable_name:
    case ArgumentType::part:
      return Argument(value.text);
    case ArgumentType::times:
      return Argument(read_times(value));
    case ArgumentType::noise_row:  // a bare loading has the source "": each target's own
      return Argument(read_noise(value, "", findings));
  }
  return std::nullopt;
}

std::optional<double> read_time(const Value& table, const std::string& key) {
  const Value* value = table.find(key);
  return value == nullptr ? std::nullopt : std::optional<double>(value->number);
}

std::optional<Expression> read_condition(const Value& table, const std::string& key, Findings& findings) {
  const Value* value = table.find(key);
  return value == nullptr ? std::nullopt : read_formula(*value, findings);
}

/// The intervention; nothing where a part of it does not parse. The check of keys has passed.
std::optional<Intervention> read_intervention(const Value& table, Findings& findings) {
  const std::size_t before = findings.error_count();
  const InterventionKind& kind = *find_intervention_kind(table.find("kind")->text);
  Intervention intervention;
  intervention.kind = kind.name;
  intervention.location = to_location(table.place);
  if (const Value* target = table.find("target")) {
    if (target->is(Value::Type::text)) intervention.targets = {target->text};
    for (const auto& item : target->items) intervention.targets.push_back(item.text);
  }
  intervention.window = {read_time(table, "from"), read_time(table, "until"), read_time(table, "every"),
                         read_condition(table, "when", findings), read_condition(table, "ends_when", findings)};
  for (const auto& facts : kind.arguments) {
    const Value* value = table.find(facts.key);
    if (value == nullptr) continue;
    if (auto argument = read_argument(facts, *value, findings)) {
      intervention.arguments.emplace(facts.key, std::move(*argument));
    }
  }
  if (findings.error_count() > before) return std::nullopt;
  return intervention;
}

void read_interventions(const Value& table, Scenario& scenario, Findings& findings) {
  const Value* interventions = table.find("intervention");
  if (interventions == nullptr || !interventions->is(Value::Type::array)) return;
  for (const auto& item : interventions->items) {
    if (findings.is_bad(item)) continue;
    if (auto intervention = read_intervention(item, findings))
      scenario.interventions.push_back(std::move(*intervention));
  }
}

void check_name(const Value& name, std::set<std::string>& seen, Findings& findings) {
  if (name.text.empty()) {
    findings.error("E005", name.place, "a scenario's name is empty", "it labels the scenario in the result file", "");
  } else if (!seen.insert(name.text).second) {
    findings.error("E007", name.place, "there are two scenarios '" + name.text + "'",
                   "names label the scenarios in the result file", "rename one of them");
  }
}

/// The keys that a message names between backticks.
std::vector<std::string> backticked_keys(const std::string& text) {
  std::vector<std::string> keys;
  for (std::size_t open = text.find('`'); open != std::string::npos;) {
    const std::size_t close = text.find('`', open + 1);
    if (close == std::string::npos) break;
    keys.push_back(text.substr(open + 1, close - open - 1));
    open = text.find('`', close + 1);
  }
  return keys;
}

/// The value of an intervention that a finding about the whole of it is about.
const Value* find_subject(const Value& table, const Diagnostic& diagnostic) {
  std::vector<std::string> keys = backticked_keys(diagnostic.problem + " " + diagnostic.why);
  if (diagnostic.problem.find("window") != std::string::npos) keys.insert(keys.end(), {"from", "until"});
  if (diagnostic.problem.find(" targets ") != std::string::npos) keys.insert(keys.begin(), "target");
  if (diagnostic.problem.find(" names the noise source ") != std::string::npos) keys.emplace_back("source");
  if (diagnostic.problem.find("which is not a variable") != std::string::npos) keys.emplace_back("parent");
  keys.emplace_back("target");
  for (const auto& key : keys) {
    if (const Value* value = table.find(key)) return value;
  }
  return nullptr;
}

/// Moves findings from interventions as a whole to the keys that they are about.
void move_to_keys(std::vector<Diagnostic>& diagnostics, const Value& scenario) {
  const Value* interventions = scenario.find("intervention");
  if (interventions == nullptr) return;
  for (auto& diagnostic : diagnostics) {
    for (const auto& table : interventions->items) {
      if (table.place.line != diagnostic.location.line || table.place.column != diagnostic.location.column) continue;
      if (const Value* subject = find_subject(table, diagnostic)) diagnostic.location = to_location(subject->place);
      break;
    }
  }
}

}  // namespace

std::vector<ScenarioReading> read_scenarios(const Value* scenarios, Findings& findings) {
  std::vector<ScenarioReading> readings;
  std::set<std::string> seen;
  if (scenarios != nullptr && findings.is_bad(*scenarios)) return readings;
  if (scenarios == nullptr || scenarios->items.empty()) return {ScenarioReading{}};
  for (const auto& table : scenarios->items) {
    if (!table.is(Value::Type::table)) continue;
    const Section section(&table, "scenario", findings);
    Scenario scenario;
    if (const Value* name = section.find("name")) {
      check_name(*name, seen, findings);
      scenario.name = name->text;
    }
    scenario.description = section.text("description");
    scenario.location = to_location(table.place);
    read_interventions(table, scenario, findings);
    readings.push_back({std::move(scenario), &table});
  }
  return readings;
}

void check_timelines(const Model& ito_model, const std::vector<ScenarioReading>& scenarios, const TimeGrid& grid,
                     Findings& findings) {
  std::set<std::pair<int, std::string>> told;  // what is about the model, once for all scenarios
  for (const auto& [scenario, table] : scenarios) {
    std::vector<Diagnostic> diagnostics;
    std::string code = "W002";
    try {
      diagnostics = build_timeline(ito_model, scenario.interventions, grid).warnings;
      std::erase_if(diagnostics, [&](const Diagnostic& warning) {
        return !told.emplace(warning.location.line, warning.problem).second;
      });
      for (auto& warning : diagnostics) warning.severity = Severity::warning;
    } catch (const Error& error) {
      diagnostics = error.diagnostics();
      code = "E016";
    }
    if (diagnostics.empty()) continue;
    if (table != nullptr) move_to_keys(diagnostics, *table);
    findings.adopt(diagnostics, code, table == nullptr ? Place{} : table->place);
  }
}

}  // namespace dosde
