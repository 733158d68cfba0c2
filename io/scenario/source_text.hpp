#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dosde {

class SourceText;

/// A stretch of a source text. Lines and columns count from 1, columns in characters (code points); the end is one past
/// the last character. Line 0: nowhere.
struct Place {
  const SourceText* source = nullptr;
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;
};

/// A text that a person wrote, with its name for messages: what diagnostics quote lines from.
class SourceText {
 public:
  SourceText(std::string name, std::string text);
  SourceText(const SourceText&) = delete;
  SourceText& operator=(const SourceText&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] int line_count() const { return static_cast<int>(line_starts_.size()); }
  /// The line without its line break; "" outside the text.
  [[nodiscard]] std::string_view line(int number) const;
  /// The byte offset of a line and column; the end of the line if the column is beyond it.
  [[nodiscard]] std::size_t offset_of(int line, int column) const;
  /// The one-character place at a byte offset.
  [[nodiscard]] Place place_of(std::size_t offset) const;
  /// The place of character `decoded_offset` (bytes, from 0) of the *value* of the TOML string literal that stands at
  /// `literal`: counts through quotes, escapes, the line break after an opening """, and line-ending backslashes.
  [[nodiscard]] Place place_in_string(const Place& literal, std::size_t decoded_offset) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> line_starts_;
};

}  // namespace dosde
