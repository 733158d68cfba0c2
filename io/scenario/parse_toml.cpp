// The only file that meets toml++: its tables iterate alphabetically, so entries are put back into the order of the
// file by their keys' positions.
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>
#include <tuple>

#include "engine/core/error.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/value.hpp"

namespace dosde {
namespace {

constexpr int maximum_depth = 16;

Place to_place(const toml::source_region& region, const SourceText& source) {
  return {&source, static_cast<int>(region.begin.line), static_cast<int>(region.begin.column),
          static_cast<int>(region.end.line), static_cast<int>(region.end.column)};
}

bool stands_before(const Entry& a, const Entry& b) {
  return std::tie(a.key_place.line, a.key_place.column) < std::tie(b.key_place.line, b.key_place.column);
}

Value convert(const toml::node& node, const SourceText& source) {
  Value value;
  value.id = next_value_id();
  value.place = to_place(node.source(), source);
  if (const auto* table = node.as_table()) {
    value.type = Value::Type::table;
    value.is_inline = table->is_inline();
    value.entries.reserve(table->size());
    for (const auto& [key, child] : *table) {
      value.entries.push_back({std::string(key.str()), to_place(key.source(), source), convert(child, source)});
    }
    std::stable_sort(value.entries.begin(), value.entries.end(), stands_before);
  } else if (const auto* array = node.as_array()) {
    value.type = Value::Type::array;
    value.items.reserve(array->size());
    for (const auto& child : *array) value.items.push_back(convert(child, source));
  } else if (const auto* text = node.as_string()) {
    value.type = Value::Type::text;
    value.text = text->get();
  } else if (const auto* whole = node.as_integer()) {
    value.type = Value::Type::whole_number;
    value.whole = whole->get();
    value.number = static_cast<double>(whole->get());
  } else if (const auto* number = node.as_floating_point()) {
    value.type = Value::Type::number;
    value.number = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.type = Value::Type::boolean;
    value.flag = flag->get();
  } else {
    value.type = Value::Type::date;
    std::ostringstream written;
    node.visit([&](const auto& leaf) {
      if constexpr (toml::is_chronological<decltype(leaf)>) written << leaf.get();
    });
    value.text = written.str();
  }
  return value;
}

/// Where a dotted key has more than `maximum_depth` parts (toml++ nests tables without a limit, and a deep tree would
/// exhaust the stack); npos if nowhere.
std::size_t find_deep_key(const std::string& text) {
  int parts = 0;
  bool after_dot = true;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ' || c == '\t') continue;
    if (c == '.') {
      after_dot = true;
      continue;
    }
    const bool is_quoted = c == '"' || c == '\'';
    const auto is_bare = [](char b) { return (b | 0x20) >= 'a' && (b | 0x20) <= 'z'; };
    const auto is_part = [&](char b) { return is_bare(b) || (b >= '0' && b <= '9') || b == '_' || b == '-'; };
    if (!is_quoted && !is_part(c)) {
      parts = 0;
      after_dot = true;
      continue;
    }
    parts = after_dot ? parts + 1 : 1;
    after_dot = false;
    if (parts > maximum_depth) return i;
    if (is_quoted) {
      const std::size_t end = text.find_first_of(std::string(1, c) + "\n", i + 1);
      i = end == std::string::npos || text[end] == '\n' ? i : end;
    } else {
      while (i + 1 < text.size() && is_part(text[i + 1])) ++i;
    }
  }
  return std::string::npos;
}

/// A syntax error in our words. toml++ points past some offences: here the caret comes back to them.
struct SyntaxError {
  Place place;
  std::string what;
};

SyntaxError to_syntax_error(const toml::parse_error& error, const SourceText& source) {
  SyntaxError found = {to_place(error.source(), source), std::string(error.description())};
  Place& place = found.place;
  std::string& what = found.what;
  place.end_line = std::max(place.end_line, place.line);
  const std::size_t context = what.starts_with("Error while ") ? what.find(": ") : std::string::npos;
  if (context != std::string::npos) what = what.substr(context + 2);

  const std::string_view line = source.line(place.line);
  const std::size_t line_start = source.offset_of(place.line, 1);
  const auto point_at = [&](std::size_t begin, std::size_t length) {
    if (begin == std::string_view::npos) return;
    const Place first = source.place_of(line_start + begin);
    place = {&source, first.line, first.column, first.line, first.column + static_cast<int>(length)};
  };
  if (what.ends_with("is not representable in 64 bits") && what.starts_with('\'')) {
    const std::string number = what.substr(1, what.find('\'', 1) - 1);
    point_at(line.rfind(number), number.size());
  } else if (what.starts_with("cannot redefine")) {
    point_at(line.find_first_not_of(" \t"), 1);
  } else if (what.starts_with("unescaped control characters") && place.column > static_cast<int>(line.size())) {
    what = "the text that begins here is not closed on its line";
    point_at(line.rfind('"') == std::string_view::npos ? line.rfind('\'') : line.rfind('"'), 1);
  }
  return found;
}

}  // namespace

Value parse_toml(const SourceText& source) {
  Findings findings;
  if (const std::size_t deep = find_deep_key(source.text()); deep != std::string::npos) {
    findings.error("E001", source.place_of(deep), "the key has too many parts",
                   "keys of more than " + std::to_string(maximum_depth) + " parts are not read", "");
    findings.throw_if_errors();
  }
  try {
    const toml::table table = toml::parse(std::string_view(source.text()), std::string_view(source.name()));
    return convert(table, source);
  } catch (const toml::parse_error& error) {
    const auto [place, what] = to_syntax_error(error, source);
    findings.error("E001", place, "this is not TOML: " + what, "",
                   what.find("value type") == std::string::npos ? "" : "text and formulas stand in quotes");
  }
  findings.throw_if_errors();
  return {};
}

}  // namespace dosde
