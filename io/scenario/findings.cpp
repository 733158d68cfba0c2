#include "io/scenario/findings.hpp"

#include <algorithm>
#include <cctype>
#include <tuple>
#include <utility>

#include "io/scenario/value.hpp"

namespace dosde {
namespace {

constexpr int widest_excerpt = 160;

int count_characters(std::string_view text) {
  return static_cast<int>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Quotes the line of a place with its caret; of a very long line, the stretch around it.
void quote_line(Diagnostic& diagnostic, const Place& place) {
  if (place.source == nullptr || place.line < 1) return;
  const SourceText& source = *place.source;
  const std::string_view line = source.line(place.line);
  const int line_length = count_characters(line);
  int first = 1;
  if (line_length > widest_excerpt) first = std::max(1, place.column - widest_excerpt / 2);
  const int last = std::min(line_length + 1, first + widest_excerpt);
  const std::size_t begin = source.offset_of(place.line, first);
  diagnostic.excerpt = source.text().substr(begin, source.offset_of(place.line, last) - begin);
  std::replace_if(
      diagnostic.excerpt.begin(), diagnostic.excerpt.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
  diagnostic.excerpt_column = place.column - first + 1;
  const int end = place.end_line == place.line ? place.end_column : line_length + 1;
  diagnostic.excerpt_length = std::max(1, std::min(end, last) - place.column);
}

bool is_word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// The words between single quotes in a message, the last first: "the drift of 'x' names 'z'" is about z.
std::vector<std::string> quoted_words(const std::string& problem) {
  std::vector<std::string> words;
  for (std::size_t open = problem.find('\''); open != std::string::npos;) {
    const std::size_t close = problem.find('\'', open + 1);
    if (close == std::string::npos) break;
    words.insert(words.begin(), problem.substr(open + 1, close - open - 1));
    open = problem.find('\'', close + 1);
  }
  return words;
}

/// Where a value that begins at an offset ends at the latest: a multi-line string with its quotes, all else with its
/// line.
std::size_t end_of_value(std::string_view text, std::size_t begin) {
  const std::string_view quotes = text.substr(std::min(begin, text.size()), 3);
  const bool is_multi_line = quotes == "\"\"\"" || quotes == "'''";
  return text.find(is_multi_line ? quotes : "\n", is_multi_line ? begin + 3 : begin);
}

/// What stands at an offset: a string with its quotes, else a name or number; at least one character.
std::string_view token_at(std::string_view text, std::size_t begin) {
  if (begin >= text.size()) return " ";
  std::size_t end = begin + 1;
  if (text[begin] == '"' || text[begin] == '\'') {
    end = text.find(text[begin], end);
    return text.substr(begin, end == std::string_view::npos ? 1 : end - begin + 1);
  }
  while (end < text.size() && (is_word_character(text[end]) || text[end] == '.' || text[end] == '-')) ++end;
  return text.substr(begin, end - begin);
}

}  // namespace

void Findings::add(Severity severity, const std::string& code, const Place& place, std::string problem, std::string why,
                   std::string suggestion) {
  Diagnostic diagnostic{
      severity, to_location(place), code, std::move(problem), std::move(why), std::move(suggestion), {}, 0, 1};
  quote_line(diagnostic, place);
  (severity == Severity::error ? errors_ : warnings_).push_back(std::move(diagnostic));
}

void Findings::error(const std::string& code, const Place& place, std::string problem, std::string why,
                     std::string suggestion) {
  add(Severity::error, code, place, std::move(problem), std::move(why), std::move(suggestion));
}

void Findings::warning(const std::string& code, const Place& place, std::string problem, std::string why,
                       std::string suggestion) {
  add(Severity::warning, code, place, std::move(problem), std::move(why), std::move(suggestion));
}

void Findings::mark_bad(const Value& value) { bad_values_.insert(value.id); }

bool Findings::is_bad(const Value& value) const { return bad_values_.count(value.id) > 0; }

void Findings::bad_value(const std::string& code, const Value& value, std::string problem, std::string why,
                         std::string suggestion) {
  mark_bad(value);
  error(code, value.place, std::move(problem), std::move(why), std::move(suggestion));
}

void Findings::adopt(const std::vector<Diagnostic>& diagnostics, const std::string& code, const Place& place) {
  for (const auto& diagnostic : diagnostics) {
    const bool has_place = diagnostic.location.line > 0;
    const Place where = has_place ? find_place(diagnostic.location, diagnostic.problem) : place;
    add(diagnostic.severity, diagnostic.code.empty() ? code : diagnostic.code, where, diagnostic.problem,
        diagnostic.why, diagnostic.suggestion);
    if (has_place && where.source == nullptr) {
      (diagnostic.severity == Severity::error ? errors_ : warnings_).back().location = diagnostic.location;
    }
  }
}

void Findings::adopt_formula_error(const Error& error, const Value& formula) {
  for (const auto& diagnostic : error.diagnostics()) {
    std::size_t offset = 0;
    for (int line = 1; line < diagnostic.location.line; ++line) offset = formula.text.find('\n', offset) + 1;
    Place place = formula.place;
    if (place.source != nullptr && diagnostic.location.column > 0) {
      offset += static_cast<std::size_t>(diagnostic.location.column - 1);
      place = place.source->place_in_string(place, offset);
      place.end_column = place.column + std::max(1, diagnostic.excerpt_length);
    }
    add(Severity::error, "E008", place, diagnostic.problem, diagnostic.why, diagnostic.suggestion);
  }
}

Place Findings::find_place(const Location& location, const std::string& problem) const {
  const auto source = std::find_if(sources_.begin(), sources_.end(),
                                   [&](const SourceText* candidate) { return candidate->name() == location.file; });
  if (source == sources_.end()) return {};
  const std::size_t begin = (*source)->offset_of(location.line, location.column);
  const std::string_view text = std::string_view((*source)->text()).substr(0, end_of_value((*source)->text(), begin));
  for (const auto& word : quoted_words(problem)) {
    if (word.empty()) continue;
    for (std::size_t at = text.find(word, begin); at != std::string::npos; at = text.find(word, at + 1)) {
      const bool starts = at == 0 || !is_word_character(text[at - 1]);
      const bool ends = at + word.size() >= text.size() || !is_word_character(text[at + word.size()]);
      if (!starts || !ends) continue;
      Place place = (*source)->place_of(at);
      place.end_column = place.column + count_characters(word);
      return place;
    }
  }
  Place place = (*source)->place_of(begin);
  place.end_column = place.column + count_characters(token_at(text, begin));
  return place;
}

void Findings::throw_if_errors() const {
  if (errors_.empty()) return;
  std::vector<Diagnostic> sorted = errors_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.location.file, a.location.line, a.location.column) <
           std::tie(b.location.file, b.location.line, b.location.column);
  });
  throw Error(ErrorKind::scenario, std::move(sorted));
}

Location to_location(const Place& place) {
  return {place.source == nullptr ? "" : place.source->name(), place.line, place.column};
}

std::string list_words(const std::vector<std::string>& words, std::size_t limit) {
  std::string text;
  const std::size_t shown = words.size() > limit ? limit : words.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  if (shown < words.size()) text += " and " + std::to_string(words.size() - shown) + " more";
  return text;
}

}  // namespace dosde
