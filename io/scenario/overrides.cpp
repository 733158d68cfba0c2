#include "io/scenario/overrides.hpp"

#include <algorithm>
#include <optional>

#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

std::string trim(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The override as the document `a.b.c = value`; nothing where neither form is TOML. A source per attempt, so that
/// places stay right.
std::optional<Value> parse_override(const std::string& text, ReadContext& context) {
  const std::size_t equals = text.find('=');
  const SourceText& source = context.add_source("--set", text);
  if (equals != std::string::npos) {
    try {
      return parse_toml(source);
    } catch (const Error&) {  // then the value is a string
    }
    try {
      const SourceText quoted("--set", text.substr(0, equals + 1) + toml_string(trim(text.substr(equals + 1))));
      Value document = parse_toml(quoted);
      const int length = static_cast<int>(text.size());
      Value* leaf = &document;
      while (leaf->is(Value::Type::table) && leaf->entries.size() == 1) {
        leaf->entries.front().key_place.source = &source;
        leaf = &leaf->entries.front().value;
        leaf->place.source = &source;
      }
      leaf->place.end_column = length + 1;
      return document;
    } catch (const Error&) {
    }
  }
  context.findings.error("E017", {&source, 1, 1, 1, static_cast<int>(text.size()) + 1}, "the override cannot be read",
                         "it is no key=value", "for example --set model.parameters.a=0.7");
  return std::nullopt;
}

std::vector<std::string> names_of_items(const Value& list) {
  std::vector<std::string> names;
  for (const auto& item : list.items) {
    const Value* name = item.find("name");
    names.push_back(name != nullptr && name->is(Value::Type::text) ? name->text : "");
  }
  return names;
}

/// The item of a list that a part of a key means: its name, else its number.
Value* find_item(Value& list, const std::string& part) {
  const auto names = names_of_items(list);
  const auto named = std::find(names.begin(), names.end(), part);
  if (named != names.end()) return &list.items[static_cast<std::size_t>(named - names.begin())];
  const bool is_number = part.size() <= 9 && !part.empty() && part.find_first_not_of("0123456789") == std::string::npos;
  const std::size_t number = is_number ? std::stoul(part) : list.items.size();
  return number < list.items.size() ? &list.items[number] : nullptr;
}

void refuse_item(const Value& list, const Entry& entry, Findings& findings) {
  auto names = names_of_items(list);
  std::erase(names, "");
  findings.error("E017", entry.key_place, "the list has no item '" + entry.key + "'",
                 "it has " + std::to_string(list.items.size()) + " items" +
                     (names.empty() ? "" : ", named " + list_words(names)) + ", numbered from 0",
                 suggest_nearest(entry.key, names));
}

/// Complains of an override that would bring a new parameter, variable or input into a model that the file writes out:
/// hardly meant.
bool refuse_new_name(const Value& target, const Entry& entry, const std::string& path, Findings& findings) {
  if (path != "model.parameters" && path != "model.variables" && path != "model.inputs") return false;
  std::vector<std::string> names;
  for (const auto& known : target.entries) names.push_back(known.key);
  findings.error("E017", entry.key_place, "there is no '" + entry.key + "' in [" + path + "]",
                 names.empty() ? "it is empty" : "it has " + list_words(names), suggest_nearest(entry.key, names));
  return true;
}

/// save_at and save_every each say when states are saved: an override with one takes the other's place.
void replace_alternative(Value& target, const std::string& key, const std::string& path) {
  if (path != "time" || (key != "save_at" && key != "save_every")) return;
  const std::string other = key == "save_at" ? "save_every" : "save_at";
  std::erase_if(target.entries, [&other](const Entry& entry) { return entry.key == other; });
}

/// Writes `change` over `target`: tables entry by entry, all else as a whole. `path` is the target's; "" within a model
/// that is used.
void merge(Value& target, const Value& change, const std::string& path, Findings& findings) {
  const bool is_used_model = path == "model" && target.find("use") != nullptr;
  for (const auto& entry : change.entries) {
    const std::string child = is_used_model ? "" : path.empty() ? entry.key : path + "." + entry.key;
    if (target.is(Value::Type::array)) {
      Value* item = find_item(target, entry.key);
      if (item == nullptr) {
        refuse_item(target, entry, findings);
      } else if (entry.value.is(Value::Type::table)) {
        merge(*item, entry.value, child, findings);
      } else {
        *item = entry.value;
      }
      continue;
    }
    replace_alternative(target, entry.key, path);
    Value* old = target.find(entry.key);
    const bool goes_on = entry.value.is(Value::Type::table) && !entry.value.is_inline;
    if (old == nullptr) {
      if (!refuse_new_name(target, entry, path, findings)) target.entries.push_back(entry);
    } else if (goes_on && (old->is(Value::Type::table) || old->is(Value::Type::array))) {
      merge(*old, entry.value, child, findings);
    } else if (path == "model.parameters" && old->find("value") != nullptr && entry.value.find("value") == nullptr) {
      *old->find("value") = entry.value;  // unit and description stay
    } else {
      *old = entry.value;
    }
  }
}

}  // namespace

void apply_overrides(Value& document, const std::vector<std::string>& overrides, ReadContext& context) {
  for (const auto& text : overrides) {
    if (const auto change = parse_override(text, context)) apply_change(document, *change, context.findings);
  }
}

void apply_change(Value& document, const Value& change, Findings& findings) { merge(document, change, "", findings); }

}  // namespace dosde
