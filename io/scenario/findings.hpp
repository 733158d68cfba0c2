#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "engine/core/error.hpp"
#include "io/scenario/source_text.hpp"

namespace dosde {

struct Value;

/// Collects everything that is wrong with a scenario, so that a person mends all of it in one go. Quotes the source
/// line of each finding.
class Findings {
 public:
  /// Adds an error. `place` may be nowhere (line 0). The grammar is PROBLEM (WHY IT IS ONE) SUGGESTION; the latter two
  /// may be empty.
  void error(const std::string& code, const Place& place, std::string problem, std::string why, std::string suggestion);
  void warning(const std::string& code, const Place& place, std::string problem, std::string why,
               std::string suggestion);
  /// An error about a value, which the readers after the check of keys then skip.
  void bad_value(const std::string& code, const Value& value, std::string problem, std::string why,
                 std::string suggestion);
  void mark_bad(const Value& value);
  [[nodiscard]] bool is_bad(const Value& value) const;

  /// Takes over findings of other rooms. One without a place gets `place`; one with a place gets its source line
  /// quoted, the caret on the word that the problem names in quotes if it stands at or after the place; one without a
  /// code gets `code`.
  void adopt(const std::vector<Diagnostic>& diagnostics, const std::string& code, const Place& place);
  /// Takes over the complaint of the formula parser about a string: its line and column become those of the file.
  void adopt_formula_error(const Error& error, const Value& formula);

  [[nodiscard]] bool has_errors() const { return !errors_.empty(); }
  [[nodiscard]] std::size_t error_count() const { return errors_.size(); }
  /// Throws Error (scenario) with every error in order of the text, if there is one.
  void throw_if_errors() const;
  [[nodiscard]] const std::vector<Diagnostic>& warnings() const { return warnings_; }

  /// Texts that diagnostics with a bare Location may point into, by file name.
  void know_source(const SourceText& source) { sources_.push_back(&source); }

 private:
  void add(Severity severity, const std::string& code, const Place& place, std::string problem, std::string why,
           std::string suggestion);
  [[nodiscard]] Place find_place(const Location& location, const std::string& problem) const;

  std::vector<Diagnostic> errors_;
  std::vector<Diagnostic> warnings_;
  std::vector<const SourceText*> sources_;
  std::unordered_set<std::uint64_t> bad_values_;
};

/// Where a place is, for values that travel into the model.
Location to_location(const Place& place);

/// "a, b and c"; at most `limit` of them, then "and 7 more".
std::string list_words(const std::vector<std::string>& words, std::size_t limit = 20);

}  // namespace dosde
