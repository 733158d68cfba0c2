#include "io/scenario/keys.hpp"

#include <map>
#include <stdexcept>

namespace dosde {
namespace {

/// The keys by section, then by name: found once.
const std::map<std::string, std::map<std::string, const KeyFacts*>>& key_index() {
  static const auto index = [] {
    std::map<std::string, std::map<std::string, const KeyFacts*>> found;
    for (const auto& facts : key_table()) found[facts.section][facts.key] = &facts;
    return found;
  }();
  return index;
}

Shape shape_of(ArgumentType type) {
  switch (type) {
    case ArgumentType::formula:
      return Shape::formula;
    case ArgumentType::quantity:
      return Shape::quantity;
    case ArgumentType::source_name:
    case ArgumentType::variable_name:
      return Shape::text;
    case ArgumentType::part:
      return Shape::word;
    case ArgumentType::times:
      return Shape::number_or_numbers;
    case ArgumentType::noise_row:
      return Shape::noise;
  }
  throw std::logic_error("an argument type without a shape");
}

std::vector<KeyFacts> make_intervention_keys(const InterventionKind& kind) {
  const std::string section = "scenario.intervention";
  const KeyFacts when = {section, "when", Shape::formula,
                         "Begins (an impulse: acts) when this condition, such as a comparison, becomes true, on each "
                         "trajectory by itself.",
                         ""};
  std::vector<KeyFacts> keys = {{section, "kind", Shape::word, "What is done.", "", "", true, {kind.name}}};
  if (kind.acts == InterventionKind::Acts::on_trajectory) {
    keys.push_back(when);
    keys.back().description = "The condition, such as a comparison.";
    keys.back().is_required = true;
    return keys;
  }
  keys.push_back({section, "target", Shape::text_or_texts,
                  kind.acts == InterventionKind::Acts::on_parameter
                      ? "The parameter that is changed, or a list of them."
                      : "The variable whose mechanism is edited, or a list of them.",
                  "", "", true});
  for (const auto& argument : kind.arguments) {
    std::vector<std::string> choices;
    if (argument.type == ArgumentType::part) choices = {"both", "drift", "noise"};
    keys.push_back(
        {section, argument.key, shape_of(argument.type), argument.description, "", "", argument.is_required, choices});
  }
  if (kind.acts == InterventionKind::Acts::on_initial) return keys;
  if (kind.acts != InterventionKind::Acts::on_state) {
    keys.push_back({section, "from", Shape::number, "When it begins; by default at start.", ""});
  }
  keys.push_back({section, "until", Shape::number, "When it ends (exclusive); by default never.", ""});
  keys.push_back({section,
                  "every",
                  Shape::number,
                  "Repeats it with this period.",
                  "",
                  "",
                  false,
                  {},
                  {0.0, std::numeric_limits<double>::infinity(), true, false}});
  keys.push_back(when);
  if (kind.acts != InterventionKind::Acts::on_state)
    keys.push_back(
        {section, "ends_when", Shape::formula, "Ends when this condition, such as a comparison, becomes true.", ""});
  return keys;
}

}  // namespace

std::vector<const KeyFacts*> keys_of_section(const std::string& section) {
  std::vector<const KeyFacts*> keys;
  for (const auto& facts : key_table()) {
    if (facts.section == section) keys.push_back(&facts);
  }
  return keys;
}

const KeyFacts* find_key(const std::string& section, const std::string& key) {
  const auto keys = key_index().find(section);
  if (keys == key_index().end()) return nullptr;
  auto facts = keys->second.find(key);
  if (facts == keys->second.end()) facts = keys->second.find("*");
  return facts == keys->second.end() ? nullptr : facts->second;
}

const std::string& default_of(const std::string& section, const std::string& key) {
  const KeyFacts* facts = find_key(section, key);
  if (facts == nullptr || facts->default_text.empty()) throw std::logic_error("no default for " + section + "." + key);
  return facts->default_text;
}

const std::vector<KeyFacts>& keys_of_intervention(const InterventionKind& kind) {
  static const auto index = [] {
    std::map<std::string, std::vector<KeyFacts>> found;
    for (const auto& registered : intervention_registry()) {
      found[registered.name] = make_intervention_keys(registered);
    }
    return found;
  }();
  return index.at(kind.name);
}

}  // namespace dosde
