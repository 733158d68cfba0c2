#include "engine/ensemble/table_warnings.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "engine/core/count_before.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/solvers/registry.hpp"

namespace dosde {
namespace {

/// Of what a table spans: less than that off the values at a step's ends is no pulse.
constexpr double least_share = 0.01;

/// The tables that steps look up: in free rows and in rates of jumps, of any scenario.
std::set<std::string> tables_of_steps(const CompiledRun& run) {
  std::set<std::string> tables;
  const auto add = [&](const Expression& formula) { tables.merge(tables_of(formula)); };
  for (const auto& timeline : run.timelines) {
    for (const auto& mechanisms : timeline.mechanism_sets)
      for (const auto& row : mechanisms) {
        if (row.clamp) continue;
        add(row.drift);
        for (const auto& term : row.noise) add(term.loading);
      }
    for (const auto& happenings : timeline.happening_sets)
      for (const auto& rate : happenings.rates) add(rate);
  }
  return tables;
}

/// Does a row's value show at neither end of the stretch of time that it lies in? A jump shows late at best. `slack`:
/// what is no difference.
bool is_unseen(const Table& table, std::size_t row, double begin, double end, double slack) {
  const double value = table.values[row];
  if (table.interpolation == Interpolation::previous) return std::abs(value - table.values[row - 1]) > slack;
  const TableView view = view_of(table);
  const double a = look_up(view, begin), b = look_up(view, end);
  return value > std::max(a, b) + slack || value < std::min(a, b) - slack;
}

/// Such rows inside steps, or inside pieces of steps: the step and the row's time.
std::vector<SplitTime> unseen_rows(const Table& table, const TimeGrid& grid) {
  const auto [least, most] = std::minmax_element(table.values.begin(), table.values.end());
  const double slack = least_share * (*most - *least);
  std::vector<SplitTime> found;
  for (std::size_t row = 1; row < table.times.size(); ++row) {  // the first row's value holds before it too
    const double time = table.times[row];
    if (!(time > grid.start && time < grid.stop())) continue;
    const auto next = count_before(grid.last_tick(), [&](std::int64_t tick) { return grid.time(tick) <= time; });
    const double begin = grid.time(next - 1), end = grid.time(next);
    if (is_same_time(grid, begin, time) || is_same_time(grid, end, time)) continue;
    if (is_unseen(table, row, begin, end, slack)) found.push_back({grid.view().place(next - 1).step, time});
  }
  return found;
}

Diagnostic warning_of(const Table& table, const std::vector<SplitTime>& rows, const TimeGrid& grid) {
  const SplitTime& first = rows.front();
  const bool is_linear = table.interpolation == Interpolation::linear;
  const std::string more = rows.size() == 1   ? ""
                           : rows.size() == 2 ? ", and once more"
                                              : ", and " + std::to_string(rows.size() - 1) + " times more";
  return {Severity::warning,
          {},
          "W012",
          "the input '" + table.name + "' " + (is_linear ? "turns" : "jumps") +
              " inside steps: at t = " + time_text(first.time) + ", between " + time_text(grid.step_time(first.step)) +
              " and " + time_text(grid.step_time(first.step + 1)) + more,
          "steps of one length look at it where their formulas do, mostly at their begin and end: what it does in "
          "between is late, or missed",
          "let steps end there, by time.save_at or a time.step that fits, or use solver.steps = \"adaptive\"",
          "",
          0,
          1};
}

}  // namespace

std::vector<Diagnostic> warn_of_tables(const CompiledRun& run) {
  std::vector<Diagnostic> warnings;
  if (run.control || run.experiment.scheme == moments_name) return warnings;
  const std::set<std::string> used = tables_of_steps(run);
  for (const auto& table : run.model.inputs) {
    if (!used.contains(table.name)) continue;
    const std::vector<SplitTime> rows = unseen_rows(table, run.experiment.time);
    if (!rows.empty()) warnings.push_back(warning_of(table, rows, run.experiment.time));
  }
  return warnings;
}

}  // namespace dosde
