#include "io/scenario/schema.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/causal/law.hpp"
#include "io/scenario/keys.hpp"
#include "io/scenario/value.hpp"

namespace dosde {
namespace {

using Json = nlohmann::ordered_json;

Json table_schema(const std::string& section);

Json number_schema(const char* type, const Range& range) {
  Json schema = {{"type", type}};
  if (std::isfinite(range.minimum)) schema["minimum"] = range.minimum;
  if (std::isfinite(range.minimum) && range.excludes_minimum) schema["exclusiveMinimum"] = true;
  if (std::isfinite(range.maximum)) schema["maximum"] = range.maximum;
  if (std::isfinite(range.maximum) && range.excludes_maximum) schema["exclusiveMaximum"] = true;
  return schema;
}

Json list_schema(Json item) { return {{"type", "array"}, {"items", std::move(item)}}; }

Json any_of(std::vector<Json> schemas) { return {{"anyOf", std::move(schemas)}}; }

Json formula_schema() { return {{"type", {"number", "string"}}}; }

Json law_schema() {
  Json laws = Json::object();
  for (const auto& law : law_registry()) {
    Json arguments = list_schema(formula_schema());
    arguments["description"] = law.description;
    arguments["minItems"] = law.argument_names.size();
    arguments["maxItems"] = law.argument_names.size();
    laws[law.name] = arguments;
  }
  return {{"type", "object"},
          {"properties", laws},
          {"additionalProperties", false},
          {"minProperties", 1},
          {"maxProperties", 1}};
}

Json intervention_schema();

/// What the values of a key may be. `section` is the section of the key's own table, where it is one.
Json value_schema(const KeyFacts& facts, const std::string& section) {
  const Json text = {{"type", "string"}};
  const Json number = number_schema("number", facts.range);
  switch (facts.shape) {
    case Shape::text:
      return text;
    case Shape::boolean:
      return {{"type", "boolean"}};
    case Shape::whole_number:
      return number_schema("integer", facts.range);
    case Shape::number:
      return number;
    case Shape::formula:
      return formula_schema();
    case Shape::quantity:
      return any_of({formula_schema(), law_schema()});
    case Shape::law:
      return law_schema();
    case Shape::parameter:
    case Shape::initial:
      return any_of({formula_schema(), law_schema(), table_schema(section)});
    case Shape::noise:
      return any_of({formula_schema(), {{"type", "object"}, {"additionalProperties", formula_schema()}}});
    case Shape::word:
      return {{"type", "string"}, {"enum", facts.choices}};
    case Shape::words:
      return list_schema({{"type", "string"}, {"enum", facts.choices}});
    case Shape::texts:
      return list_schema(text);
    case Shape::text_or_texts:
      return any_of({text, list_schema(text)});
    case Shape::numbers:
      return list_schema(number);
    case Shape::number_or_numbers:
      return any_of({number, list_schema(number)});
    case Shape::kept:
      return {{"type", "string"}, {"pattern", "^(all|none|first:0*[1-9][0-9]*)$"}};
    case Shape::section:
      return table_schema(section);
    case Shape::sections:
      return list_schema(section == "scenario.intervention" ? intervention_schema() : table_schema(section));
    case Shape::axis:
      return any_of({list_schema(number_schema("number", {})), list_schema(text), table_schema(section)});
  }
  return Json::object();
}

Json described_schema(const KeyFacts& facts, const std::string& section) {
  Json schema = value_schema(facts, section);
  schema["description"] = facts.description;
  if (facts.default_text.empty()) return schema;
  const SourceText source("the table of keys", "value = " + facts.default_text);
  const Value document = parse_toml(source);
  const Value& value = *document.find("value");
  if (value.is(Value::Type::text)) schema["default"] = value.text;
  if (value.is(Value::Type::boolean)) schema["default"] = value.flag;
  if (value.is(Value::Type::whole_number)) schema["default"] = value.whole;
  if (value.is(Value::Type::number)) schema["default"] = value.number;
  return schema;
}

Json object_schema(const std::vector<const KeyFacts*>& keys) {
  Json schema = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};
  Json required = Json::array();
  for (const auto* facts : keys) {
    const std::string section = facts->section.empty() ? facts->key : facts->section + "." + facts->key;
    const Json value = described_schema(*facts, section);
    if (facts->key == "*") {
      schema["additionalProperties"] = value;
    } else {
      schema["properties"][facts->key] = value;
    }
    if (facts->is_required) required.push_back(facts->key);
  }
  if (!required.empty()) schema["required"] = required;
  return schema;
}

Json intervention_schema() {
  std::vector<Json> kinds;
  for (const auto& kind : intervention_registry()) {
    std::vector<const KeyFacts*> keys;
    for (const auto& facts : keys_of_intervention(kind)) keys.push_back(&facts);
    Json schema = object_schema(keys);
    schema["description"] = kind.description;
    kinds.push_back(std::move(schema));
  }
  return any_of(std::move(kinds));
}

/// Beside `use` only parameters, inputs and initial values may stand.
Json used_model_schema() {
  std::vector<const KeyFacts*> keys;
  for (const auto* facts : keys_of_section("model")) {
    if (facts->key == "use" || facts->shape == Shape::section) keys.push_back(facts);
  }
  Json schema = object_schema(keys);
  schema["required"] = {"use"};
  schema["properties"]["variables"]["additionalProperties"] = object_schema({find_key("model.variables.*", "initial")});
  return schema;
}

Json table_schema(const std::string& section) {
  std::vector<const KeyFacts*> keys = keys_of_section(section);
  if (section != "model") return object_schema(keys);
  std::erase_if(keys, [](const KeyFacts* facts) { return facts->key == "use"; });
  return any_of({object_schema(keys), used_model_schema()});
}

}  // namespace

std::string scenario_schema() {
  Json schema = {{"$schema", "http://json-schema.org/draft-04/schema#"}, {"title", "A doSDE scenario file"}};
  schema.update(table_schema(""));
  return schema.dump(2) + '\n';
}

}  // namespace dosde
