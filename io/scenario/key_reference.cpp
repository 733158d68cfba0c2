#include "engine/causal/law.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/keys.hpp"
#include "io/scenario/schema.hpp"

namespace dosde {
namespace {

std::string to_words(Shape shape) {
  switch (shape) {
    case Shape::text:
      return "string";
    case Shape::boolean:
      return "true or false";
    case Shape::whole_number:
      return "whole number";
    case Shape::number:
      return "number";
    case Shape::formula:
      return "number or formula";
    case Shape::quantity:
      return "number, formula or law";
    case Shape::law:
      return "law";
    case Shape::parameter:
      return "number, formula, law or table";
    case Shape::initial:
      return "number, formula, law or table";
    case Shape::noise:
      return "number, formula, or table of these by source";
    case Shape::word:
      return "word";
    case Shape::words:
      return "list of words";
    case Shape::texts:
      return "list of strings";
    case Shape::text_or_texts:
      return "string or list of strings";
    case Shape::numbers:
      return "list of numbers";
    case Shape::number_or_numbers:
      return "number or list of numbers";
    case Shape::kept:
      return "`\"all\"`, `\"none\"` or `\"first:n\"`";
    case Shape::section:
      return "table";
    case Shape::sections:
      return "array of tables";
    case Shape::axis:
      return "list of numbers or of strings, or table";
  }
  return "";
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) {
    if (!text.empty()) text += ", ";
    text += name;
  }
  return text;
}

std::string row_text(const KeyFacts& facts) {
  const std::string name = facts.key == "*" ? "*any name*" : "`" + facts.key + "`";
  std::string value = to_words(facts.shape);
  if (!facts.choices.empty() && facts.key != "kind") value += ": " + list_words(facts.choices);
  const std::string fallback = facts.is_required            ? "*required*"
                               : facts.default_text.empty() ? ""
                                                            : "`" + facts.default_text + "`";
  return "| " + name + " | " + value + " | " + fallback + " | " + facts.description + " |\n";
}

std::string header_text() { return "\n| key | value | default | meaning |\n|---|---|---|---|\n"; }

std::string section_text(const SectionFacts& section) {
  std::string title = section.path.empty() ? "Top of the file" : "`[" + section.path + "]`";
  if (section.path == "scenario" || section.path == "scenario.intervention" || section.path == "scenario.measurement")
    title = "`[[" + section.path + "]]`";
  std::string text = "\n## " + title + "\n\n" + section.description + '\n';
  if (section.path != "scenario.intervention") {
    text += header_text();
    for (const auto* facts : keys_of_section(section.path)) text += row_text(*facts);
    return text;
  }
  for (const auto& kind : intervention_registry()) {
    text += "\n### `" + kind.name + "`\n\n" + kind.description + '\n' + header_text();
    for (const auto& facts : keys_of_intervention(kind)) text += row_text(facts);
  }
  return text;
}

}  // namespace

std::string scenario_key_reference() {
  std::string text =
      "# Scenario files: every key\n\n*Generated from the table of keys that the validator uses; do not edit by "
      "hand.*\n\n"
      "A scenario file is TOML 1.0. A formula is a string in infix notation, for example `\"-x + a*y\"`; a number may "
      "stand\n"
      "wherever a formula may. A law is an inline table: ";
  std::vector<std::string> laws;
  for (const auto& law : law_registry()) laws.push_back("`{ " + law.name + " = [" + join(law.argument_names) + "] }`");
  text += list_words(laws) +
          ".\nTables and their keys may stand in any order; variables, parameters and scenarios keep the order of the "
          "file.\n";
  for (const auto& section : section_table()) text += section_text(section);
  return text;
}

}  // namespace dosde
