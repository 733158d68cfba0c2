#include "io/scenario/use_model.hpp"

#include <algorithm>

#include "io/scenario/check_keys.hpp"
#include "models/zoo.hpp"

namespace dosde {
namespace {

bool is_file_name(const std::string& name) { return name.find('/') != std::string::npos || name.ends_with(".toml"); }

/// The text of the model that `use` names, as a source; nullptr with a complaint where there is none.
const SourceText* find_model_text(const Value& use, ReadContext& context) {
  if (is_file_name(use.text)) {
    const std::string path = resolve_path(use.text, use.place);
    std::string problem;
    if (auto text = read_text_file(path, problem)) {
      context.files.push_back(path);
      return &context.add_source(path, std::move(*text));
    }
    context.findings.bad_value("E011", use, "the model file '" + path + "' " + problem, "",
                               "a path is relative to the file that names it");
    return nullptr;
  }
  if (const auto text = find_zoo_model(use.text)) {
    return &context.add_source("zoo model " + use.text, std::string(*text));
  }
  const auto names = zoo_model_names();
  const std::string nearest = suggest_nearest(use.text, names);
  context.findings.bad_value("E009", use, "there is no model '" + use.text + "' in the zoo",
                             "the zoo has " + list_words(names),
                             nearest.empty() ? "for a file write ./" + use.text + ".toml" : nearest);
  return nullptr;
}

std::vector<std::string> keys_of(const Value& table) {
  std::vector<std::string> keys;
  for (const auto& entry : table.entries) keys.push_back(entry.key);
  return keys;
}

/// Overrides entries of `base` by those of `changes`, which must exist there. `what` names one: "parameter".
void override_entries(Value* base, const Value& changes, const std::string& what, const std::string& model_name,
                      Findings& findings) {
  const std::vector<std::string> known = base == nullptr ? std::vector<std::string>{} : keys_of(*base);
  for (const auto& change : changes.entries) {
    if (findings.is_bad(change.value)) continue;
    Value* old = base == nullptr ? nullptr : base->find(change.key);
    if (old == nullptr) {
      findings.error("E009", change.key_place,
                     "the model '" + model_name + "' has no " + what + " '" + change.key + "'",
                     known.empty() ? "it has none" : "it has " + list_words(known), suggest_nearest(change.key, known));
    } else if (old->is(Value::Type::table) && old->find("value") != nullptr &&
               !(change.value.is(Value::Type::table) && change.value.find("value") != nullptr)) {
      *old->find("value") = change.value;  // the model's unit and description stay
    } else {
      *old = change.value;
    }
  }
}

void override_initial_values(Value* variables, const Value& changes, const std::string& model_name,
                             Findings& findings) {
  const std::vector<std::string> known = variables == nullptr ? std::vector<std::string>{} : keys_of(*variables);
  for (const auto& change : changes.entries) {
    Value* variable = variables == nullptr ? nullptr : variables->find(change.key);
    const Value* initial = change.value.find("initial");
    if (variable == nullptr) {
      findings.error("E009", change.key_place, "the model '" + model_name + "' has no variable '" + change.key + "'",
                     "it has " + list_words(known), suggest_nearest(change.key, known));
    } else if (initial != nullptr && !findings.is_bad(*initial)) {
      if (Value* old = variable->find("initial")) {
        *old = *initial;
      } else {
        variable->entries.push_back({"initial", initial->place, *initial});
      }
    }
  }
}

}  // namespace

std::optional<Value> fill_in_used_model(const Value& model, ReadContext& context) {
  const Value* use = model.find("use");
  if (use == nullptr) return model;
  if (!use->is(Value::Type::text) || context.findings.is_bad(*use)) return std::nullopt;
  const SourceText* source = find_model_text(*use, context);
  if (source == nullptr) return std::nullopt;
  Value document;
  try {
    document = parse_toml(*source);
  } catch (const Error& error) {
    context.findings.adopt(error.diagnostics(), "E001", use->place);
    return std::nullopt;
  }
  check_model_keys(document, context.findings);
  Value* used = document.find("model");
  if (used == nullptr || !used->is(Value::Type::table)) return std::nullopt;
  if (const Value* nested = used->find("use")) {
    context.findings.error("E014", nested->place, "a used model cannot itself use a model", "",
                           "name the innermost model in the scenario file");
    return std::nullopt;
  }
  const auto changes_of = [&](const std::string& key) -> const Value& {
    static const Value nothing;
    const Value* table = model.find(key);
    return table == nullptr || !table->is(Value::Type::table) ? nothing : *table;
  };
  override_entries(used->find("parameters"), changes_of("parameters"), "parameter", use->text, context.findings);
  override_entries(used->find("inputs"), changes_of("inputs"), "input", use->text, context.findings);
  override_initial_values(used->find("variables"), changes_of("variables"), use->text, context.findings);
  return *used;
}

}  // namespace dosde
