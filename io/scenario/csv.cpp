#include "io/scenario/csv.hpp"

#include <charconv>

namespace dosde {

const SourceText* read_csv_source(const Value& path_value, ReadContext& context) {
  const std::string path = resolve_path(path_value.text, path_value.place);
  std::string problem;
  const auto text = read_text_file(path, problem);
  if (!text) {
    context.findings.bad_value("E011", path_value, "the table '" + path + "' " + problem, "",
                               "a path is relative to the file that names it");
    return nullptr;
  }
  context.files.push_back(path);
  const bool has_byte_order_mark = text->starts_with("\xEF\xBB\xBF");
  return &context.add_source(path, text->substr(has_byte_order_mark ? 3 : 0));
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::optional<double> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double number = 0.0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_number = trouble == std::errc{} && end == text.data() + text.size();
  return is_number ? std::optional(number) : std::nullopt;
}

Place whole_line(const SourceText& source, int line) {
  return {&source, line, 1, line, static_cast<int>(source.line(line).size()) + 1};
}

}  // namespace dosde
