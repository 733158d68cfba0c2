#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace dosde {

/// Where something stands in a text that a person wrote. Lines and columns count from 1; 0 means unknown.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
};

/// What kind of trouble it is; decides the exit code of the program (scenario_format: 2, 3, 4, 1).
enum class ErrorKind { usage, scenario, input_output, internal };

enum class Severity { error, warning };

/// One finding, told in the grammar PROBLEM (WHY IT IS ONE) SUGGESTION.
struct Diagnostic {
  Severity severity = Severity::error;
  Location location;
  std::string code;        ///< stable identifier, e.g. "E012"; empty where none fits
  std::string problem;     ///< what is wrong, naming the offending text
  std::string why;         ///< why that is a problem; may be empty
  std::string suggestion;  ///< what to do; may be empty
  std::string excerpt;     ///< the offending source line, for a caret display; may be empty
  int excerpt_column = 0;  ///< column of the caret in `excerpt`, from 1
  int excerpt_length = 1;  ///< how many characters the caret underlines
};

/// One diagnostic as the lines shown to a person: `file:line:col: error[E012] problem (why) suggestion`,
/// then the excerpt with its caret where there is one.
std::string format_diagnostic(const Diagnostic& diagnostic);

/// The one exception type of doSDE. It carries every finding, so that a person mends all of them in one go.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, std::vector<Diagnostic> diagnostics);
  /// A single finding without a place in a file.
  Error(ErrorKind kind, std::string problem, std::string why = {}, std::string suggestion = {});

  [[nodiscard]] ErrorKind kind() const { return kind_; }
  [[nodiscard]] const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  ErrorKind kind_;
  std::vector<Diagnostic> diagnostics_;
};

/// The candidate nearest to `word` (edit distance at most a third of its length), or "" when none is near:
/// the "did you mean" of every unknown name.
std::string nearest_name(const std::string& word, const std::vector<std::string>& candidates);

/// "did you mean 'x'?", or `otherwise` where none is near.
std::string suggest_nearest(const std::string& word, const std::vector<std::string>& candidates,
                            const std::string& otherwise = "");

}  // namespace dosde
