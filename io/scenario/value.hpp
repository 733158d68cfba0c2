#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/scenario/source_text.hpp"

namespace dosde {

struct Entry;

/// A TOML value as a plain tree that knows where it was written: what the readers work on, whatever parser made it.
/// Tables keep the order of the file.
struct Value {
  enum class Type { boolean, whole_number, number, text, array, table, date };
  Type type = Type::table;
  bool flag = false;
  std::int64_t whole = 0;
  double number = 0.0;  ///< of a number, and of a whole number too
  std::string text;     ///< of a text; of a date as written
  std::vector<Value> items;
  std::vector<Entry> entries;
  bool is_inline = false;  ///< a table in braces: one value, not a section
  Place place;
  std::uint64_t id = 0;  ///< the same in copies: what Findings knows a value by

  [[nodiscard]] bool is(Type wanted) const { return type == wanted; }
  [[nodiscard]] bool is_numeric() const { return type == Type::whole_number || type == Type::number; }
  /// The value under a key of a table; nullptr where there is none.
  [[nodiscard]] const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
};

struct Entry {
  std::string key;
  Place key_place;
  Value value;
};

/// An id that no value has yet.
std::uint64_t next_value_id();

/// "the string "many"", "the whole number 3", "a table": how messages name what they found.
std::string describe(const Value& value);

/// The text read as TOML 1.0. Throws Error (scenario, E001) with the first syntax error; also where a key has more than
/// 16 parts.
Value parse_toml(const SourceText& source);

}  // namespace dosde
