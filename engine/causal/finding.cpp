#include "engine/causal/finding.hpp"

#include <utility>

namespace dosde {

Diagnostic make_finding(const Location& location, std::string problem, std::string why, std::string suggestion) {
  Diagnostic finding;
  finding.location = location;
  finding.problem = std::move(problem);
  finding.why = std::move(why);
  finding.suggestion = std::move(suggestion);
  return finding;
}

Diagnostic make_warning(const Location& location, std::string problem, std::string why, std::string suggestion) {
  Diagnostic warning = make_finding(location, std::move(problem), std::move(why), std::move(suggestion));
  warning.severity = Severity::warning;
  return warning;
}

}  // namespace dosde
