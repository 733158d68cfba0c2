#include "engine/core/error.hpp"

#include <algorithm>
#include <utility>

namespace dosde {
namespace {

std::string join_problems(const std::vector<Diagnostic>& diagnostics) {
  std::string text;
  for (const auto& diagnostic : diagnostics) {
    if (!text.empty()) text += '\n';
    text += format_diagnostic(diagnostic);
  }
  return text;
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours ('lgo' is one from
/// 'log').
std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) table[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) table[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      table[i][j] = std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

}  // namespace

std::string format_diagnostic(const Diagnostic& diagnostic) {
  std::string text;
  const auto& place = diagnostic.location;
  if (!place.file.empty()) {
    text += place.file;
    if (place.line > 0) text += ':' + std::to_string(place.line);
    if (place.column > 0) text += ':' + std::to_string(place.column);
    text += ": ";
  }
  text += diagnostic.severity == Severity::error ? "error" : "warning";
  if (!diagnostic.code.empty()) text += '[' + diagnostic.code + ']';
  text += (place.file.empty() ? ": " : " ") + diagnostic.problem;
  if (!diagnostic.why.empty()) text += " (" + diagnostic.why + ")";
  if (!diagnostic.suggestion.empty()) text += (text.back() == '.' ? " " : "; ") + diagnostic.suggestion;
  if (!diagnostic.excerpt.empty()) {
    const std::string number = place.line > 0 ? std::to_string(place.line) : "";
    const std::string margin(std::max<std::size_t>(5, number.size() + 1), ' ');
    text += '\n' + std::string(margin.size() - number.size() - 1, ' ') + number + " | " + diagnostic.excerpt;
    if (diagnostic.excerpt_column > 0) {
      text += '\n' + margin + "| " + std::string(static_cast<std::size_t>(diagnostic.excerpt_column - 1), ' ') +
              std::string(static_cast<std::size_t>(std::max(1, diagnostic.excerpt_length)), '^');
    }
  }
  return text;
}

Error::Error(ErrorKind kind, std::vector<Diagnostic> diagnostics)
    : std::runtime_error(join_problems(diagnostics)), kind_(kind), diagnostics_(std::move(diagnostics)) {}

Error::Error(ErrorKind kind, std::string problem, std::string why, std::string suggestion)
    : Error(kind, std::vector<Diagnostic>{Diagnostic{
                      Severity::error, {}, {}, std::move(problem), std::move(why), std::move(suggestion), {}, 0, 1}}) {}

std::string nearest_name(const std::string& word, const std::vector<std::string>& candidates) {
  std::string best;
  if (word.size() < 2) return "";  // every other one-letter name is as near
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

std::string suggest_nearest(const std::string& word, const std::vector<std::string>& candidates,
                            const std::string& otherwise) {
  const std::string nearest = nearest_name(word, candidates);
  return nearest.empty() ? otherwise : "did you mean '" + nearest + "'?";
}

}  // namespace dosde
