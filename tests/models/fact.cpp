#include "tests/models/fact.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "io/scenario/read_scenario.hpp"
#include "io/scenario/source_text.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

namespace {

std::string text_under(const Value& fact, const std::string& key) {
  const Value* value = fact.find(key);
  if (value == nullptr || !value->is(Value::Type::text))
    throw std::runtime_error("a fact needs the text '" + key + "'");
  return value->text;
}

double number_under(const Value& fact, const std::string& key, double otherwise) {
  const Value* value = fact.find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_numeric()) throw std::runtime_error("'" + key + "' of a fact is a number");
  return value->number;
}

Fact to_fact(const Value& table, const Experiment& experiment) {
  for (const Entry& entry : table.entries) {
    static const std::vector<std::string> keys = {"scenario", "expect", "times", "lag", "equals", "within", "why"};
    if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) {
      throw std::runtime_error("a fact has no key '" + entry.key + "'");
    }
  }
  Fact fact;
  fact.scenario = text_under(table, "scenario");
  fact.expect = parse_expression(text_under(table, "expect"));
  if (table.find("times") != nullptr) fact.times = parse_expression(text_under(table, "times"));
  fact.lag = number_under(table, "lag", 0.0);
  fact.equals = value_of(parse_expression(text_under(table, "equals")), experiment);
  fact.within = number_under(table, "within", 0.0);
  fact.why = text_under(table, "why");
  return fact;
}

}  // namespace

std::optional<FactFile> read_facts(const std::string& model) {
  const std::string path = DOSDE_SOURCE_DIR "/models/facts/" + model + ".toml";
  std::ifstream file(path);
  if (!file) return std::nullopt;
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  // The scenario reader refuses tables that it does not know, so it gets the text before the facts.
  const std::size_t first_fact = text.find("\n[[fact]]");
  if (first_fact == std::string::npos) throw std::runtime_error(path + " states no fact");
  FactFile result;
  result.experiment = read_scenario_text(text.substr(0, first_fact + 1), path).experiment;
  const SourceText facts(path, text.substr(first_fact + 1));
  const Value document = parse_toml(facts);
  if (document.entries.size() != 1)
    throw std::runtime_error(path + ": nothing but [[fact]] tables may follow the first");
  for (const Value& table : document.find("fact")->items) result.facts.push_back(to_fact(table, result.experiment));
  return result;
}

Expression with_step(const Expression& formula, const Experiment& experiment) {
  return substitute(formula, {{"h", Expression(experiment.time.step)}});
}

double value_of(const Expression& formula, const Experiment& experiment) {
  std::map<std::string, Expression> values;
  for (const auto& [name, value] : uniform_parameters(experiment.model)) values.emplace(name, Expression(value));
  values.insert_or_assign("h", Expression(experiment.time.step));
  const Expression value = substitute(formula, values);
  if (!value.is_constant()) throw std::runtime_error("'" + to_text(formula) + "' is not a formula of parameters and h");
  return value.value();
}

}  // namespace dosde
