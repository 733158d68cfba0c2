#include "engine/causal/timeline/windows.hpp"

#include <algorithm>
#include <cmath>
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

  std::optional<std::int64_t> tick(double time, const std::string& what) {
    try {
      return find_tick(grid_, time, what + " of " + edit_.label);
    } catch (const Error& error) {
      for (Diagnostic diagnostic : error.diagnostics()) {
        diagnostic.location = edit_.intervention.location;
        diagnostics_.push_back(std::move(diagnostic));
      }
      return std::nullopt;
    }
  }

  void check_period(double length) {
    if (!(length > 0.0))
      complain("the period `every` of " + edit_.label + " is " + time_text(length), "it must be positive");
  }

  [[nodiscard]] std::string span_text() const {
    return "the run goes from " + time_text(grid_.start) + " to " + time_text(grid_.stop());
  }

 private:
  const Edit& edit_;
  const TimeGrid& grid_;
  std::vector<Diagnostic>& diagnostics_;
};

/// How often something at `first` comes again, every `period`, before the stop; at most most_occurrences.
std::int64_t count_repetitions(double first, std::optional<double> period, const TimeGrid& grid) {
  if (!period || !(*period > 0.0) || !std::isfinite(first)) return 1;
  const double times = std::ceil((grid.stop() - first) / *period - 1e-9);
  return times > static_cast<double>(most_occurrences) ? most_occurrences
                                                       : std::max<std::int64_t>(1, static_cast<std::int64_t>(times));
}

}  // namespace

std::vector<double> action_times(const Intervention& intervention, const TimeGrid& grid) {
  const Window& window = intervention.window;
  std::vector<double> firsts;
  if (const auto* at = find_times(intervention, "at")) firsts = *at;
  if (window.from) firsts.push_back(*window.from);
  if (window.until) firsts.push_back(*window.until);
  const double period = window.every.value_or(0.0);
  const double opens = window.from.value_or(grid.start);
  if (window.every && window.until && period < *window.until - opens - 1e-9 * grid.step) return {};  // refused below
  std::vector<double> times;
  for (const double first : firsts) {
    if (!std::isfinite(first)) continue;
    const std::int64_t count = count_repetitions(first, window.every, grid) + 1;  // an impulse acts at the stop too
    if (count > most_occurrences) return {};
    for (std::int64_t r = 0; r < count && (r == 0 || period > 0.0); ++r) {
      const double time = first + static_cast<double>(r) * period;
      if (time > grid.start && time < grid.stop()) times.push_back(time);
    }
  }
  return times;
}

std::vector<Occurrence> expand_window(const Edit& edit, std::size_t edit_index, const TimeGrid& grid,
                                      std::vector<Diagnostic>& diagnostics) {
  const Window& window = edit.intervention.window;
  TimeCheck check(edit, grid, diagnostics);
  const std::size_t before = diagnostics.size();
  const std::int64_t open_end = grid.last_tick() + 1;
  const double from = window.from.value_or(grid.start);
  const std::int64_t count = count_repetitions(from, window.every, grid);
  if (window.every) check.check_period(*window.every);
  if (window.every && window.until && *window.every > 0.0 && *window.every < *window.until - from - 1e-9 * grid.step)
    check.complain("the period `every` = " + time_text(*window.every) + " of " + edit.label + " is too short",
                   "its window is " + time_text(*window.until - from) + " long");
  else if (count >= most_occurrences)
    check.complain(edit.label + " opens more than a million windows");
  if (diagnostics.size() > before) return {};
  const std::int64_t first = check.tick(from, "the start `from`").value_or(0);
  const std::int64_t last = window.until ? check.tick(*window.until, "the end `until`").value_or(open_end) : open_end;
  if (window.every && !window.until)
    check.complain(edit.label + " has `every` but no `until`", "a repeated window must close before it opens again",
                   "give `until`, the end of its first window");
  if (diagnostics.size() > before) return {};
  if (first < 0 && last > 0)
    check.complain("the window of " + edit.label + " begins before the start", check.span_text(),
                   "leave out `from`: the window is open from the start on");
  else if (first < 0 || first >= grid.last_tick() || last <= 0)
    check.complain("the window of " + edit.label + " lies outside the time span", check.span_text());
  else if (last <= first)
    check.complain("the window of " + edit.label + " is empty",
                   "`until` = " + time_text(*window.until) + " is not after " +
                       (window.from ? "`from` = " : "the start ") + time_text(grid.time(first)));
  if (diagnostics.size() > before) return {};
  std::vector<Occurrence> occurrences = {{edit_index, first, std::min(last, open_end), 0}};
  for (std::int64_t r = 1; r < count; ++r) {
    const double shift = static_cast<double>(r) * *window.every;
    const auto opens = check.tick(from + shift, "the start `from`");
    const auto closes = check.tick(*window.until + shift, "the end `until`");
    if (!opens || !closes) return {};  // told once
    if (*opens < grid.last_tick()) occurrences.push_back({edit_index, *opens, std::min(*closes, open_end), r});
  }
  return occurrences;
}

std::vector<std::int64_t> impulse_ticks(const Edit& edit, const TimeGrid& grid, std::vector<Diagnostic>& diagnostics) {
  const Window& window = edit.intervention.window;
  TimeCheck check(edit, grid, diagnostics);
  const std::size_t before = diagnostics.size();
  const std::int64_t open_end = grid.last_tick() + 1;
  const std::int64_t end = window.until ? check.tick(*window.until, "the end `until`").value_or(0) : open_end;
  if (window.every) check.check_period(*window.every);
  std::vector<std::int64_t> ticks;
  for (const double time : *find_times(edit.intervention, "at")) {
    if (count_repetitions(time, window.every, grid) + 1 >= most_occurrences) {
      check.complain(edit.label + " acts more than a million times");
      break;
    }
    const auto tick = check.tick(time, "the time `at`");
    if (!tick) continue;
    const bool is_in_run = *tick >= 0 && *tick <= grid.last_tick();
    if (!is_in_run || *tick >= end)
      check.complain("the time " + time_text(time) + " of " + edit.label + " lies outside its span",
                     is_in_run ? "its `until` is " + time_text(*window.until) : check.span_text());
    if (diagnostics.size() > before) continue;
    const std::int64_t count = window.every ? count_repetitions(time, window.every, grid) + 1 : 1;
    for (std::int64_t r = 0; r < count && diagnostics.size() == before; ++r) {
      const auto again = check.tick(time + static_cast<double>(r) * window.every.value_or(0.0), "the time `at`");
      if (again && *again < std::min(end, open_end)) ticks.push_back(*again);
    }
  }
  if (diagnostics.size() > before) return {};
  std::sort(ticks.begin(), ticks.end());
  if (std::adjacent_find(ticks.begin(), ticks.end()) != ticks.end())
    check.complain(edit.label + " acts twice at one time", "its times, or their repetitions, meet", "take them apart");
  return ticks;
}

}  // namespace dosde
