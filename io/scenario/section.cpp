#include "io/scenario/section.hpp"

#include <map>
#include <utility>

#include "io/scenario/keys.hpp"

namespace dosde {
namespace {

/// The defaults of the key table as values, parsed once by the same reader as files.
const Value& default_value(const std::string& section, const std::string& key) {
  static const auto defaults = [] {
    std::map<std::pair<std::string, std::string>, Value> values;
    for (const auto& facts : key_table()) {
      if (facts.default_text.empty()) continue;
      const SourceText source("the table of keys", "value = " + facts.default_text);
      Value value = *parse_toml(source).find("value");
      value.place = {};
      for (auto& item : value.items) item.place = {};
      values[{facts.section, facts.key}] = std::move(value);
    }
    return values;
  }();
  return defaults.at({section, key});
}

}  // namespace

const Value* Section::find(const std::string& key) const {
  const Value* value = table_ == nullptr ? nullptr : table_->find(key);
  return value == nullptr || findings_.is_bad(*value) ? nullptr : value;
}

Place Section::place_of(const std::string& key) const {
  const Value* value = find(key);
  return value == nullptr ? place() : value->place;
}

const Value& Section::value_or_default(const std::string& key) const {
  const Value* value = find(key);
  return value == nullptr ? default_value(name_, key) : *value;
}

std::string Section::text(const std::string& key) const { return value_or_default(key).text; }
double Section::number(const std::string& key) const { return value_or_default(key).number; }
std::int64_t Section::whole_number(const std::string& key) const { return value_or_default(key).whole; }
bool Section::flag(const std::string& key) const { return value_or_default(key).flag; }

std::vector<double> Section::numbers(const std::string& key) const {
  std::vector<double> numbers;
  for (const auto& item : value_or_default(key).items) numbers.push_back(item.number);
  return numbers;
}

std::vector<std::string> Section::texts(const std::string& key) const {
  const Value& value = value_or_default(key);
  if (value.is(Value::Type::text)) return {value.text};
  std::vector<std::string> texts;
  for (const auto& item : value.items) texts.push_back(item.text);
  return texts;
}

}  // namespace dosde
