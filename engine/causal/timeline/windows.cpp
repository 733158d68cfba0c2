#include "engine/causal/timeline/windows.hpp"

#include <algorithm>
#include <optional>

#include "engine/causal/finding.hpp"
#include "engine/causal/rewrite.hpp"

namespace dosde {
namespace {

constexpr std::int64_t most_occurrences = 1'000'000;

/// Adds findings about one edit's times, in the words of its label.
class TimeCheck {
 public:
  TimeCheck(const Edit& edit, const TimeGrid& grid, std::vector<Diagnostic>& diagnostics)
      : edit_(edit), grid_(grid), diagnostics_(diagnostics) {}

  void complain(const std::string& problem, const std::string& why = "", const std::string& suggestion = "") {
    diagnostics_.push_back(make_finding(edit_.intervention.location, problem, why, suggestion));
  }

  std::optional<std::int64_t> step(const TimeGrid& grid, double time, const std::string& what) {
    try {
      return step_index(grid, time, what + " of " + edit_.label);
    } catch (const Error& error) {
      for (Diagnostic diagnostic : error.diagnostics()) {
        diagnostic.location = edit_.intervention.location;
        diagnostics_.push_back(std::move(diagnostic));
      }
      return std::nullopt;
    }
  }

  /// A length of time in steps.
  std::optional<std::int64_t> period(double length) {
    if (!(length > 0.0)) {
      complain("the period `every` of " + edit_.label + " is " + time_text(length), "it must be positive");
      return std::nullopt;
    }
    return step(TimeGrid{0.0, grid_.step, grid_.step_count}, length, "the period `every`");
  }

  [[nodiscard]] std::string span_text() const {
    return "the run goes from " + time_text(grid_.start) + " to " + time_text(grid_.stop());
  }

 private:
  const Edit& edit_;
  const TimeGrid& grid_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

std::vector<Occurrence> expand_window(const Edit& edit, std::size_t edit_index, const TimeGrid& grid,
                                      std::vector<Diagnostic>& diagnostics) {
  const Window& window = edit.intervention.window;
  TimeCheck check(edit, grid, diagnostics);
  const std::size_t before = diagnostics.size();
  const std::int64_t open_end = grid.step_count + 1;
  const std::int64_t first = window.from ? check.step(grid, *window.from, "the start `from`").value_or(0) : 0;
  const std::int64_t last =
      window.until ? check.step(grid, *window.until, "the end `until`").value_or(open_end) : open_end;
  const std::int64_t period = window.every ? check.period(*window.every).value_or(0) : 0;
  if (window.every && !window.until)
    check.complain(edit.label + " has `every` but no `until`", "a repeated window must close before it opens again",
                   "give `until`, the end of its first window");
  if (diagnostics.size() > before) return {};
  if (first < 0 || first >= grid.step_count || last <= 0)
    check.complain("the window of " + edit.label + " lies outside the time span", check.span_text());
  else if (last <= first)
    check.complain("the window of " + edit.label + " is empty",
                   "`until` = " + time_text(*window.until) + " is not after " +
                       (window.from ? "`from` = " : "the start ") + time_text(grid.time(first)));
  else if (window.every && period < last - first)
    check.complain("the period `every` = " + time_text(*window.every) + " of " + edit.label + " is too short",
                   "its window is " + time_text(static_cast<double>(last - first) * grid.step) + " long");
  else if (window.every && (grid.step_count - first) / period >= most_occurrences)
    check.complain(edit.label + " opens more than a million windows");
  if (diagnostics.size() > before) return {};
  std::vector<Occurrence> occurrences = {{edit_index, first, std::min(last, open_end), 0}};
  if (window.every)
    for (std::int64_t r = 1; first + r * period < grid.step_count; ++r)
      occurrences.push_back({edit_index, first + r * period, std::min(last + r * period, open_end), r});
  return occurrences;
}

std::vector<std::int64_t> impulse_steps(const Edit& edit, const TimeGrid& grid, std::vector<Diagnostic>& diagnostics) {
  const Window& window = edit.intervention.window;
  TimeCheck check(edit, grid, diagnostics);
  const std::size_t before = diagnostics.size();
  const std::int64_t end =
      window.until ? check.step(grid, *window.until, "the end `until`").value_or(0) : grid.step_count + 1;
  const std::int64_t period = window.every ? check.period(*window.every).value_or(0) : 0;
  std::vector<std::int64_t> steps;
  for (const double time : *find_times(edit.intervention, "at")) {
    const auto step = check.step(grid, time, "the time `at`");
    if (!step) continue;
    const bool is_in_run = *step >= 0 && *step <= grid.step_count;
    if (!is_in_run || *step >= end)
      check.complain("the time " + time_text(time) + " of " + edit.label + " lies outside its span",
                     is_in_run ? "its `until` is " + time_text(grid.time(end)) : check.span_text());
    if (diagnostics.size() > before) continue;
    if (period > 0 && (grid.step_count - *step) / period >= most_occurrences)
      check.complain(edit.label + " acts more than a million times");
    else
      for (std::int64_t k = *step; k < std::min(end, grid.step_count + 1); k += period) {
        steps.push_back(k);
        if (period == 0) break;
      }
  }
  if (diagnostics.size() > before) return {};
  std::sort(steps.begin(), steps.end());
  if (std::adjacent_find(steps.begin(), steps.end()) != steps.end())
    check.complain(edit.label + " acts twice at one time", "its times, or their repetitions, meet", "take them apart");
  return steps;
}

}  // namespace dosde
