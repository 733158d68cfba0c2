#include "engine/ensemble/piece.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "engine/causal/timeline/windows.hpp"

namespace dosde {
namespace {

constexpr double leaves = 1 << 20;  ///< of a cell's tree of halves

/// The end of a piece in whole cells and a fraction, from its time.
void place_end(Piece& piece, double time, const TimeGrid& grid, std::int32_t cells_per_step,
               std::int32_t steps_per_cell) {
  const double unit = grid.step / cells_per_step;  // a cell, or a step where cells have several
  const auto number = static_cast<double>(piece.step % steps_per_cell);
  const double cells = (number + (time - grid.step_time(piece.step)) / unit) / steps_per_cell;
  const double rounding =
      (1e-9 + 8.0 * std::numeric_limits<double>::epsilon() * std::abs(time) / unit) / steps_per_cell;
  const double whole = std::floor(cells);
  const double leaf = std::round((cells - whole) * leaves) / leaves;
  const double fraction = std::abs(cells - whole - leaf) <= std::min(rounding, 0.25 / leaves) ? leaf : cells - whole;
  piece.end_cell = static_cast<std::int32_t>(whole) + (fraction == 1.0 ? 1 : 0);
  piece.end_fraction = fraction == 1.0 ? 0.0 : fraction;
}

/// Where an input table jumps or has a kink. Steps of a fixed length smear these, as they do everything; a step that
/// chooses its length by its error could miss a whole pulse.
void add_table_times(const Table& table, std::vector<double>& times) {
  constexpr double rounding = 1e-9;
  const std::size_t rows = table.times.size();
  const bool is_linear = table.interpolation == Interpolation::linear;
  double before = is_linear ? 0.0 : table.values[0];  // slope, or value
  for (std::size_t row = 0; row < rows; ++row) {
    double after = is_linear ? 0.0 : table.values[row];
    if (is_linear && row + 1 < rows)
      after = (table.values[row + 1] - table.values[row]) / (table.times[row + 1] - table.times[row]);
    if (std::abs(after - before) > rounding * std::max(std::abs(after), std::abs(before)))
      times.push_back(table.times[row]);
    before = after;
  }
}

/// Times of saves, windows and impulses, `every` applied; of tables, where trajectories choose their steps.
void add_action_times(const Experiment& experiment, std::vector<double>& times) {
  times.insert(times.end(), experiment.saves.times.begin(), experiment.saves.times.end());
  for (const auto& scenario : experiment.scenarios) {
    for (const auto& intervention : scenario.interventions) {
      const std::vector<double> more = action_times(intervention, experiment.time);
      times.insert(times.end(), more.begin(), more.end());
    }
  }
  if (!experiment.step_control) return;
  for (const auto& table : experiment.model.inputs) add_table_times(table, times);
}

}  // namespace

TimeGrid split_for_actions(const Experiment& experiment) {
  std::vector<double> times;
  add_action_times(experiment, times);
  return split_grid(experiment.time, times);
}

std::vector<TimeGrid> split_for_all_groups(const Sweep& sweep) {
  const auto key_of = [](const TimeGrid& grid) { return std::tuple(grid.start, grid.step, grid.step_count); };
  std::map<std::tuple<double, double, std::int64_t>, std::vector<double>> times;
  for (const auto& group : sweep.groups) add_action_times(*group.experiment, times[key_of(group.experiment->time)]);
  std::map<std::tuple<double, double, std::int64_t>, TimeGrid> split;
  std::vector<TimeGrid> grids;
  for (const auto& group : sweep.groups) {
    const TimeGrid& grid = group.experiment->time;
    auto found = split.find(key_of(grid));
    if (found == split.end()) found = split.emplace(key_of(grid), split_grid(grid, times[key_of(grid)])).first;
    grids.push_back(found->second);
  }
  return grids;
}

std::vector<Piece> cut_pieces(const TimeGrid& grid, std::int32_t cells_per_step, std::int32_t steps_per_cell) {
  std::vector<Piece> pieces;
  for (std::size_t j = 0; j < grid.splits.size(); ++j) {
    const auto& [step, time] = grid.splits[j];
    const bool is_first = j == 0 || grid.splits[j - 1].step != step;
    const bool is_last = j + 1 == grid.splits.size() || grid.splits[j + 1].step != step;
    const std::int64_t tick = step + 1 + static_cast<std::int64_t>(j);
    const double begin = is_first ? grid.step_time(step) : grid.splits[j - 1].time;
    pieces.push_back({tick - 1, step, time - begin, 0, 0.0});
    place_end(pieces.back(), time, grid, cells_per_step, steps_per_cell);
    if (!is_last) continue;
    const std::int64_t number = step % steps_per_cell + 1;
    pieces.push_back({tick, step, grid.step_time(step + 1) - time, cells_per_step, 0.0});
    if (number == steps_per_cell) continue;  // it ends with its last cell
    pieces.back().end_cell = 0;
    pieces.back().end_fraction = static_cast<double>(number) / steps_per_cell;
  }
  return pieces;
}

std::int64_t most_pieces_of_batch(const std::vector<Piece>& pieces, std::int32_t batch_steps) {
  std::int64_t most = 0;
  for (std::size_t first = 0; first < pieces.size();) {
    std::size_t last = first;
    while (last < pieces.size() && pieces[last].step / batch_steps == pieces[first].step / batch_steps) ++last;
    most = std::max(most, static_cast<std::int64_t>(last - first));
    first = last;
  }
  return most;
}

}  // namespace dosde
