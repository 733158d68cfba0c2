#include "cli/attempts_report.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "cli/progress.hpp"

namespace dosde {
namespace {

/// An attempt without an end.
std::string state_of_open(const Attempt& attempt, bool is_last, const std::string& lock_holder,
                          const std::string& this_host) {
  if (!is_last) return "killed";  // another one began after it, which the lock allows only when it is gone
  if (!lock_holder.empty()) return "running";
  return attempt.host == this_host ? "killed" : "running or killed";
}

std::string format_start(const Attempt& attempt) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(attempt.start)));
}

}  // namespace

std::vector<AttemptReport> report_attempts(const std::vector<Attempt>& attempts, const ResultProgress& progress,
                                           const std::string& lock_holder, const std::string& this_host, double now) {
  std::vector<AttemptReport> reports;
  std::int64_t known_units = 0;
  bool is_known = true;  // a killed attempt leaves no count of its units
  for (std::size_t k = 0; k < attempts.size(); ++k) {
    const bool is_last = k + 1 == attempts.size();
    AttemptReport report;
    report.attempt = attempts[k];
    report.units = attempts[k].units;
    if (attempts[k].end > 0.0) {
      report.state = "ended";
      report.seconds = attempts[k].end - attempts[k].start;
      known_units += attempts[k].units;
    } else {
      report.state = state_of_open(attempts[k], is_last, lock_holder, this_host);
      if (report.state != "killed") report.seconds = now - attempts[k].start;
      if (is_last && is_known) report.units = std::max<std::int64_t>(0, progress.finished_units - known_units);
      is_known = false;
    }
    if (report.state == "running" && report.units > 0)
      report.rest = report.seconds * static_cast<double>(progress.units - progress.finished_units) /
                    static_cast<double>(report.units);
    reports.push_back(report);
  }
  return reports;
}

std::string describe(const AttemptReport& report) {
  const Attempt& attempt = report.attempt;
  std::string text = fmt::format("{} {} rank{} on {}: {}", format_start(attempt), attempt.ranks,
                                 attempt.ranks == 1 ? "" : "s", attempt.host, report.state);
  if (report.state == "ended")
    text += fmt::format(" with exit code {} after {}", attempt.exit_code, format_duration(report.seconds));
  else if (report.seconds > 0.0)
    text += " for " + format_duration(report.seconds);
  if (report.state == "ended" || report.units > 0) text += fmt::format(", {} units", report.units);
  if (report.rest >= 0.0) text += ", about " + format_duration(report.rest) + " left";
  return text;
}

nlohmann::ordered_json to_json(const AttemptReport& report) {
  nlohmann::ordered_json json = {
      {"start", format_start(report.attempt)}, {"state", report.state},     {"ranks", report.attempt.ranks},
      {"host", report.attempt.host},           {"seconds", report.seconds}, {"units", report.units}};
  if (report.state == "ended") json["exit_code"] = report.attempt.exit_code;
  if (report.rest >= 0.0) json["eta_seconds"] = report.rest;
  return json;
}

}  // namespace dosde
