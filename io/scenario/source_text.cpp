#include "io/scenario/source_text.hpp"

#include <algorithm>
#include <utility>

namespace dosde {
namespace {

bool is_continuation_byte(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Bytes of the UTF-8 form of the code point written in `digits` hexadecimal digits.
std::size_t utf8_length(std::string_view digits) {
  unsigned long code_point = 0;
  for (const char c : digits) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    code_point = code_point * 16 + static_cast<unsigned long>(std::clamp(digit, 0, 15));
  }
  return code_point < 0x80 ? 1 : code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
}

struct Escape {
  std::size_t raw_length;      ///< bytes in the file
  std::size_t decoded_length;  ///< bytes in the value
};

/// The escape sequence that starts with the backslash at `at` (TOML 1.0, section String).
Escape read_escape(std::string_view text, std::size_t at, bool is_multi_line) {
  if (at + 1 >= text.size()) return {1, 1};
  const char kind = text[at + 1];
  if (kind == 'u' || kind == 'U') {
    const std::size_t digits = kind == 'u' ? 4 : 8;
    return {2 + digits, utf8_length(text.substr(at + 2, digits))};
  }
  if (is_multi_line && (kind == '\n' || kind == '\r' || kind == ' ' || kind == '\t')) {
    const std::size_t next = text.find_first_not_of(" \t\r\n", at + 1);
    return {(next == std::string_view::npos ? text.size() : next) - at, 0};
  }
  return {2, 1};
}

}  // namespace

SourceText::SourceText(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  for (std::size_t i = 0; i < text_.size(); ++i) {
    if (text_[i] == '\n') line_starts_.push_back(i + 1);
  }
}

std::string_view SourceText::line(int number) const {
  if (number < 1 || number > line_count()) return {};
  const auto index = static_cast<std::size_t>(number - 1);
  const std::size_t begin = line_starts_[index];
  std::size_t end = index + 1 < line_starts_.size() ? line_starts_[index + 1] - 1 : text_.size();
  if (end > begin && text_[end - 1] == '\r') --end;
  return std::string_view(text_).substr(begin, end - begin);
}

std::size_t SourceText::offset_of(int line_number, int column) const {
  if (line_number < 1 || line_number > line_count()) return text_.size();
  const std::string_view content = line(line_number);
  std::size_t i = 0;
  for (int seen = 1; i < content.size() && seen < column; ++seen) {
    do ++i;
    while (i < content.size() && is_continuation_byte(content[i]));
  }
  return line_starts_[static_cast<std::size_t>(line_number - 1)] + i;
}

Place SourceText::place_of(std::size_t offset) const {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line_index = static_cast<std::size_t>(after - line_starts_.begin()) - 1;
  int column = 1;
  for (std::size_t i = line_starts_[line_index]; i < std::min(offset, text_.size()); ++i) {
    if (i + 1 >= text_.size() || !is_continuation_byte(text_[i + 1])) ++column;
  }
  const int number = static_cast<int>(line_index) + 1;
  return {this, number, column, number, column + 1};
}

Place SourceText::place_in_string(const Place& literal, std::size_t decoded_offset) const {
  const std::string_view text = text_;
  std::size_t at = offset_of(literal.line, literal.column);
  if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return literal;
  const char quote = text[at];
  const bool is_multi_line = text.substr(at, 3) == std::string(3, quote);
  at += is_multi_line ? 3 : 1;
  if (is_multi_line && text.substr(at, 2) == "\r\n")
    at += 2;
  else if (is_multi_line && text.substr(at, 1) == "\n")
    at += 1;
  const std::size_t end = offset_of(literal.end_line, literal.end_column) - (is_multi_line ? 3 : 1);
  for (std::size_t decoded = 0; at < end;) {
    const Escape step = quote == '"' && text[at] == '\\' ? read_escape(text, at, is_multi_line) : Escape{1, 1};
    if (decoded + step.decoded_length > decoded_offset) break;
    decoded += step.decoded_length;
    at += step.raw_length;
  }
  return place_of(std::min(at, end));
}

}  // namespace dosde
