#include "io/scenario/read_formula.hpp"

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

const std::string law_form = "a law is written { normal = [0.0, 1.0] }";

std::vector<std::string> law_names() {
  std::vector<std::string> names;
  for (const auto& kind : law_registry()) names.push_back(kind.name);
  return names;
}

}  // namespace

std::optional<Expression> read_formula(const Value& value, Findings& findings) {
  if (findings.is_bad(value)) return std::nullopt;
  if (value.is_numeric()) return Expression(value.number);
  if (!value.is(Value::Type::text)) {
    findings.bad_value("E004", value, "here stands a number or a formula in quotes, found " + describe(value), "", "");
    return std::nullopt;
  }
  try {
    return parse_expression(value.text);
  } catch (const Error& error) {
    findings.adopt_formula_error(error, value);
    findings.mark_bad(value);
    return std::nullopt;
  }
}

std::optional<Law> read_law(const Value& table, Findings& findings) {
  if (table.entries.size() != 1) {
    findings.bad_value("E004", table, table.entries.empty() ? "the table is empty" : "a law has one name", law_form,
                       "the laws are " + list_words(law_names()));
    return std::nullopt;
  }
  const Entry& entry = table.entries.front();
  const LawKind* kind = find_law(entry.key);
  if (kind == nullptr) {
    findings.error("E009", entry.key_place, "there is no law '" + entry.key + "'",
                   "the laws are " + list_words(law_names()), suggest_nearest(entry.key, law_names()));
    findings.mark_bad(table);
    return std::nullopt;
  }
  if (!entry.value.is(Value::Type::array) || entry.value.items.size() != kind->argument_names.size()) {
    const std::string found = entry.value.is(Value::Type::array)
                                  ? "a list of " + std::to_string(entry.value.items.size())
                                  : describe(entry.value);
    findings.error("E004", entry.value.place,
                   "the law " + entry.key + " takes a list of " + std::to_string(kind->argument_names.size()) + " (" +
                       list_words(kind->argument_names) + "), found " + found,
                   "", "");
    findings.mark_bad(table);
    return std::nullopt;
  }
  Law law{entry.key, {}};
  for (const auto& item : entry.value.items) {
    const auto argument = read_formula(item, findings);
    if (argument) law.arguments.push_back(*argument);
  }
  if (law.arguments.size() != entry.value.items.size()) {
    findings.mark_bad(table);
    return std::nullopt;
  }
  return law;
}

std::optional<Quantity> read_quantity(const Value& value, Findings& findings) {
  if (findings.is_bad(value)) return std::nullopt;
  if (value.is(Value::Type::table)) {
    if (auto law = read_law(value, findings)) return Quantity(std::move(*law));
  } else if (const auto formula = read_formula(value, findings)) {
    return Quantity(*formula);
  }
  return std::nullopt;
}

std::vector<NoiseTerm> read_noise(const Value& value, const std::string& own_source, Findings& findings) {
  std::vector<NoiseTerm> terms;
  const auto add = [&](const std::string& source, const Value& loading) {
    terms.push_back({source, read_formula(loading, findings).value_or(Expression(0.0)), to_location(loading.place)});
  };
  if (findings.is_bad(value)) return terms;
  if (!value.is(Value::Type::table)) {
    add(own_source, value);
    return terms;
  }
  for (const auto& entry : value.entries) add(entry.key, entry.value);
  return terms;
}

}  // namespace dosde
