#include "io/scenario/check_value.hpp"

#include <algorithm>
#include <cmath>

#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

using Type = Value::Type;

/// How messages name a shape: "trajectories must be a whole number".
std::string to_words(Shape shape) {
  switch (shape) {
    case Shape::text:
      return "a string";
    case Shape::boolean:
      return "true or false";
    case Shape::whole_number:
      return "a whole number";
    case Shape::number:
      return "a number";
    case Shape::formula:
      return "a number or a formula in quotes";
    case Shape::law:
      return "a law such as { normal = [0.0, 1.0] }";
    case Shape::quantity:
    case Shape::parameter:
      return "a number, a formula in quotes or a law such as { normal = [0.0, 1.0] }";
    case Shape::initial:
      return "a number, a formula in quotes, a law such as { normal = [0.0, 1.0] } or { file = \"…\", time = … }";
    case Shape::noise:
      return "a number, a formula in quotes or a table of formulas by source";
    case Shape::word:
      return "a word in quotes";
    case Shape::words:
      return "a list of words in quotes";
    case Shape::texts:
      return "a list of strings";
    case Shape::text_or_texts:
      return "a string or a list of strings";
    case Shape::numbers:
      return "a list of numbers";
    case Shape::number_or_numbers:
      return "a number or a list of numbers";
    case Shape::kept:
      return "\"all\", \"none\" or \"first:n\"";
    case Shape::section:
    case Shape::sections:
      return "a table";
    case Shape::axis:
      return "a list of numbers, a list of strings or a range such as { linear = [0.0, 2.0], n = 5 }";
  }
  return "a value";
}

bool is_list_of(const Value& value, bool (*fits)(const Value&)) {
  return value.is(Type::array) && std::all_of(value.items.begin(), value.items.end(), fits);
}
bool is_text(const Value& value) { return value.is(Type::text); }
bool is_number(const Value& value) { return value.is_numeric(); }

bool has_type(Shape shape, const Value& value) {
  const bool is_formula = is_text(value) || is_number(value);
  switch (shape) {
    case Shape::text:
    case Shape::word:
    case Shape::kept:
      return is_text(value);
    case Shape::boolean:
      return value.is(Type::boolean);
    case Shape::whole_number:
      return value.is(Type::whole_number);
    case Shape::number:
      return is_number(value);
    case Shape::formula:
      return is_formula;
    case Shape::law:
      return value.is(Type::table);
    case Shape::quantity:
    case Shape::parameter:
    case Shape::initial:
    case Shape::noise:
      return is_formula || value.is(Type::table);
    case Shape::words:
    case Shape::texts:
      return is_list_of(value, is_text);
    case Shape::text_or_texts:
      return is_text(value) || is_list_of(value, is_text);
    case Shape::numbers:
      return is_list_of(value, is_number);
    case Shape::number_or_numbers:
      return is_number(value) || is_list_of(value, is_number);
    case Shape::axis:
      return !value.items.empty() && (is_list_of(value, is_text) || is_list_of(value, is_number));
    case Shape::section:
    case Shape::sections:
      return true;
  }
  return false;
}

/// What to write instead, where that is plain.
std::string suggest_type(Shape shape, const Value& value) {
  const double number = value.number;
  if (shape == Shape::whole_number && value.is(Type::number) && number == std::floor(number) &&
      std::abs(number) < 1e15) {
    return "write " + std::to_string(static_cast<long long>(number));
  }
  if ((shape == Shape::words || shape == Shape::texts) && is_text(value)) {
    return "write [" + toml_string(value.text) + "]";
  }
  if (shape == Shape::law && (is_number(value) || is_text(value))) {
    return "write a number or a formula where it is named, in place of its name";
  }
  if (shape == Shape::numbers && is_number(value)) return "write [" + toml_number(number) + "]";
  return "";
}

std::string plain_number(double number) {
  std::string text = toml_number(number);
  if (text.size() > 2 && text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

std::string to_words(const Range& range) {
  const bool has_maximum = std::isfinite(range.maximum);
  if (range.minimum == range.maximum) return plain_number(range.minimum);
  const std::string low = plain_number(range.minimum);
  const std::string high = plain_number(range.maximum);
  if (has_maximum && range.excludes_minimum) return "strictly between " + low + " and " + high;
  if (has_maximum) return "from " + low + " to " + high;
  return (range.excludes_minimum ? "greater than " : "at least ") + low;
}

bool is_in_range(const Range& range, double number) {
  const bool above = range.excludes_minimum ? number > range.minimum : number >= range.minimum;
  const bool below = range.excludes_maximum ? number < range.maximum : number <= range.maximum;
  return above && below;
}

void check_number(const KeyFacts& facts, const std::string& name, const Value& value, Findings& findings) {
  if (!std::isfinite(value.number)) {
    findings.bad_value("E005", value, name + " must be a finite number, found " + toml_number(value.number), "", "");
  } else if (!is_in_range(facts.range, value.number)) {
    findings.bad_value("E005", value, name + " must be " + to_words(facts.range) + ", found " + describe(value), "",
                       "");
  }
}

void check_word(const KeyFacts& facts, const std::string& name, const Value& value, Findings& findings) {
  if (std::find(facts.choices.begin(), facts.choices.end(), value.text) != facts.choices.end()) return;
  findings.bad_value("E006", value, name + " cannot be " + toml_string(value.text),
                     "the allowed words are " + list_words(facts.choices), suggest_nearest(value.text, facts.choices));
}

/// "all", "none", "first:100".
bool is_kept(const std::string& text) {
  if (text == "all" || text == "none") return true;
  const std::string count = text.starts_with("first:") ? text.substr(6) : "";
  return !count.empty() && count.size() <= 15 && count != "0" &&
         count.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

void check_value(const KeyFacts& facts, const std::string& name, const Value& value, Findings& findings) {
  const std::size_t before = findings.error_count();
  if (!has_type(facts.shape, value)) {
    const Value* odd = &value;
    if (value.is(Type::array)) {  // point at the item that does not fit
      for (const auto& item : value.items) {
        if (!has_type(facts.shape, item) && (is_text(item) == (facts.shape == Shape::numbers) || !is_text(item)) &&
            facts.shape != Shape::axis)
          odd = &item;
      }
    }
    findings.bad_value("E004", value, name + " must be " + to_words(facts.shape) + ", found " + describe(*odd), "",
                       suggest_type(facts.shape, value));
    return;
  }
  if (value.is_numeric()) check_number(facts, name, value, findings);
  if (facts.shape == Shape::word) check_word(facts, name, value, findings);
  if (facts.shape == Shape::kept && !is_kept(value.text)) {
    findings.bad_value("E006", value, name + " cannot be " + toml_string(value.text),
                       "it is \"all\", \"none\" or \"first:n\" with a whole number n of at least 1", "");
  }
  for (const auto& item : value.items) {
    if (item.is_numeric()) check_number(facts, name, item, findings);
    if (facts.shape == Shape::words) check_word(facts, name, item, findings);
  }
  if (findings.error_count() > before && !value.items.empty()) findings.mark_bad(value);
}

}  // namespace dosde
