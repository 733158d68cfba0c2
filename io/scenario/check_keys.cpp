#include "io/scenario/check_keys.hpp"

#include <algorithm>

#include "io/scenario/check_value.hpp"
#include "io/scenario/keys.hpp"

namespace dosde {
namespace {

using Type = Value::Type;
using KeyList = std::vector<const KeyFacts*>;

/// Where messages say that a table is: "in [model.variables.x]", "in [[scenario]]".
std::string where(const std::string& path) {
  if (path.empty()) return "at the top of the file";
  return path.starts_with("scenario") ? "in [[" + path + "]]" : "in [" + path + "]";
}

std::vector<std::string> names_of(const KeyList& keys) {
  std::vector<std::string> names;
  for (const auto* facts : keys) {
    if (facts->key != "*") names.push_back(facts->key);
  }
  return names;
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const auto& kind : intervention_registry()) names.push_back(kind.name);
  return names;
}

const KeyFacts* find_in(const KeyList& keys, const std::string& key) {
  const KeyFacts* any = nullptr;
  for (const auto* facts : keys) {
    if (facts->key == key) return facts;
    if (facts->key == "*") any = facts;
  }
  return any;
}

/// Walks the tables of a document.
class KeyCheck {
 public:
  explicit KeyCheck(Findings& findings) : findings_(findings) {}

  void check_section(const Value& table, const std::string& section, const std::string& path) {
    check_table(table, keys_of_section(section), path);
  }

  /// Every entry against its key's facts, then the keys that are missing.
  void check_table(const Value& table, const KeyList& keys, const std::string& path) {
    for (const auto& entry : table.entries) {
      const KeyFacts* facts = find_in(keys, entry.key);
      if (facts == nullptr) {
        refuse_unknown(entry, keys, path);
      } else {
        check_entry(*facts, entry, path);
      }
    }
    for (const auto* facts : keys) {
      if (!facts->is_required || table.find(facts->key) != nullptr) continue;
      const bool is_section = facts->shape == Shape::section;
      findings_.error("E003", table.place,
                      is_section ? "the table [" + facts->key + "] is missing"
                                 : "the key '" + facts->key + "' is missing " + where(path),
                      facts->description,
                      facts->example.empty() ? "" : "for example " + facts->key + " = " + facts->example);
    }
  }

 private:
  void refuse_unknown(const Entry& entry, const KeyList& keys, const std::string& path) {
    const auto allowed = names_of(keys);
    findings_.error("E002", entry.key_place, "unknown key '" + entry.key + "' " + where(path),
                    "allowed are " + list_words(allowed), suggest_nearest(entry.key, allowed));
  }

  void check_entry(const KeyFacts& facts, const Entry& entry, const std::string& path) {
    const std::string child = path.empty() ? entry.key : path + "." + entry.key;
    const std::string section = facts.section.empty() ? facts.key : facts.section + "." + facts.key;
    const Value& value = entry.value;
    if (facts.shape == Shape::section) {
      check_subsection(value, section, child, entry.key);
    } else if (facts.shape == Shape::sections) {
      check_sections(value, section, child, entry.key);
    } else if (value.is(Type::table) && is_documented(facts.shape, value)) {
      check_section(value, section, child);
    } else {
      check_value(facts, entry.key, value, findings_);
    }
  }

  /// Is this table `{ value = …, unit = … }`, `{ file = …, time = … }` or a range, no law?
  static bool is_documented(Shape shape, const Value& table) {
    const auto has_any = [&](const std::vector<std::string>& keys) {
      return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) { return table.find(key) != nullptr; });
    };
    if (shape == Shape::parameter) return has_any({"value", "unit", "description"});
    if (shape == Shape::axis) return has_any({"linear", "log", "n"});
    return shape == Shape::initial && has_any({"file", "time", "scenario"});
  }

  void check_subsection(const Value& value, const std::string& section, const std::string& path,
                        const std::string& key) {
    if (!value.is(Type::table)) {
      findings_.bad_value("E004", value, key + " must be a table, found " + describe(value), "",
                          "write [" + path + "]");
    } else if (section == "model" && value.find("use") != nullptr) {
      check_used_model(value);
    } else {
      check_section(value, section, path);
    }
  }

  void check_sections(const Value& value, const std::string& section, const std::string& path, const std::string& key) {
    if (!value.is(Type::array)) {
      findings_.bad_value("E004", value, key + " must be a list of tables, found " + describe(value), "",
                          "write [[" + path + "]]");
      return;
    }
    for (const auto& item : value.items) {
      if (!item.is(Type::table)) {
        findings_.bad_value("E004", item, key + " must be a list of tables, found " + describe(item), "",
                            "write [[" + path + "]]");
      } else if (section == "scenario.intervention") {
        check_intervention(item, path);
      } else {
        check_section(item, section, path);
      }
    }
  }

  /// An intervention's keys hang on its kind.
  void check_intervention(const Value& table, const std::string& path) {
    const Value* written = table.find("kind");
    const auto kinds = kind_names();
    if (written == nullptr || !written->is(Type::text)) {
      refuse_kindless(table, written, path);
      findings_.mark_bad(table);
      return;
    }
    const InterventionKind* kind = find_intervention_kind(written->text);
    if (kind == nullptr) {
      findings_.error("E006", written->place, "there is no intervention kind '" + written->text + "'",
                      "the kinds are " + list_words(kinds), suggest_nearest(written->text, kinds));
      findings_.mark_bad(table);
      return;
    }
    KeyList keys;
    for (const auto& facts : keys_of_intervention(*kind)) keys.push_back(&facts);
    const std::size_t before = findings_.error_count();
    check_table(table, keys, path);
    if (findings_.error_count() > before) findings_.mark_bad(table);
  }

  /// Complains of an intervention that does not say its kind, and of keys that no kind has.
  void refuse_kindless(const Value& table, const Value* written, const std::string& path) {
    const std::string why = "the kinds are " + list_words(kind_names());
    if (written == nullptr) {
      findings_.error("E003", table.place, "the key 'kind' is missing " + where(path), why, "");
    } else {
      findings_.error("E004", written->place, "kind must be a word in quotes, found " + describe(*written), why, "");
    }
    KeyList keys;
    for (const auto& kind : intervention_registry()) {
      for (const auto& facts : keys_of_intervention(kind)) {
        if (find_in(keys, facts.key) == nullptr) keys.push_back(&facts);
      }
    }
    for (const auto& entry : table.entries) {
      if (find_in(keys, entry.key) == nullptr) refuse_unknown(entry, keys, path);
    }
  }

  /// With `use`, a model file says everything but parameters, inputs and initial values.
  void check_used_model(const Value& model) {
    KeyList keys;
    for (const auto* facts : keys_of_section("model")) {
      if (facts->key == "use" || facts->shape == Shape::section) keys.push_back(facts);
    }
    const KeyList initial_only = {find_key("model.variables.*", "initial")};
    for (const auto& entry : model.entries) {
      const KeyFacts* facts = find_in(keys, entry.key);
      if (facts == nullptr) {
        refuse_beside_use(entry, "[model]", "parameters, inputs and the initial values of variables");
      } else if (entry.key != "variables" || !entry.value.is(Type::table)) {
        check_entry(*facts, entry, "model");
      } else {
        for (const auto& variable : entry.value.entries) check_used_variable(variable, initial_only);
      }
    }
  }

  void check_used_variable(const Entry& variable, const KeyList& initial_only) {
    const std::string path = "model.variables." + variable.key;
    if (!variable.value.is(Type::table)) {
      findings_.bad_value("E004", variable.value, variable.key + " must be a table, found " + describe(variable.value),
                          "", "write [" + path + "]");
      return;
    }
    for (const auto& entry : variable.value.entries) {
      if (entry.key == "initial") {
        check_entry(*initial_only.front(), entry, path);
      } else {
        refuse_beside_use(entry, "[" + path + "]", "its initial value");
      }
    }
  }

  void refuse_beside_use(const Entry& entry, const std::string& where, const std::string& what) {
    findings_.error("E014", entry.key_place, "'" + entry.key + "' cannot stand in " + where + " beside 'use'",
                    "a used model may be changed only in " + what,
                    "copy the model into a file of your own, or change it by an intervention");
  }

  Findings& findings_;
};

}  // namespace

void check_keys(const Value& document, Findings& findings) { KeyCheck(findings).check_section(document, "", ""); }

void check_sweep_keys(const Value& sweep, Findings& findings) {
  KeyFacts facts = *find_key("", "sweep");
  Value document;
  document.place = sweep.place;
  document.entries.push_back({"sweep", sweep.place, sweep});
  KeyCheck(findings).check_table(document, {&facts}, "");
}

void check_model_keys(const Value& document, Findings& findings) {
  KeyCheck check(findings);
  KeyList keys = {find_key("", "title"), find_key("", "model")};
  KeyFacts format = *find_key("", "format");
  format.is_required = false;
  keys.push_back(&format);
  Value model_file = document;
  std::erase_if(model_file.entries, [&](const Entry& entry) {
    const bool is_of_scenario = find_in(keys, entry.key) == nullptr && find_key("", entry.key) != nullptr;
    if (is_of_scenario)
      findings.error("E014", entry.key_place, "'" + entry.key + "' cannot stand in a used model's file",
                     "that holds a [model] and nothing of a run; this is a scenario file",
                     "move its [model] into a file of its own and use that in both");
    return is_of_scenario;
  });
  check.check_table(model_file, keys, "");
}

}  // namespace dosde
