#include "io/scenario/value.hpp"

#include <algorithm>
#include <atomic>

#include "io/scenario/toml_text.hpp"

namespace dosde {

const Value* Value::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  return found == entries.end() ? nullptr : &found->value;
}

Value* Value::find(std::string_view key) { return const_cast<Value*>(static_cast<const Value*>(this)->find(key)); }

std::uint64_t next_value_id() {
  static std::atomic<std::uint64_t> next = 1;
  return next++;
}

std::string describe(const Value& value) {
  switch (value.type) {
    case Value::Type::boolean:
      return value.flag ? "true" : "false";
    case Value::Type::whole_number:
      return "the whole number " + std::to_string(value.whole);
    case Value::Type::number:
      return "the number " + toml_number(value.number);
    case Value::Type::text:
      return "the string " + toml_string(value.text.size() > 60 ? value.text.substr(0, 57) + "..." : value.text);
    case Value::Type::array:
      return value.items.empty() ? "an empty list" : "a list";
    case Value::Type::table:
      return "a table";
    case Value::Type::date:
      return "the date " + value.text;
  }
  return "a value";
}

}  // namespace dosde
