#pragma once

#include "engine/ensemble/cell_part.hpp"
#include "engine/ensemble/lane_happenings.hpp"
#include "engine/ensemble/saves_ahead.hpp"

namespace dosde {

// Steps whose length each lane chooses by itself: nodes of the tree of a noise cell. A node is taken as one step and as
// two, over one path; what they differ by is the step's error. Where it is too large, the lane goes down into the
// node's first half; else it keeps the result of the two steps and goes on. So a lane that looked at a midpoint of the
// path uses it, whatever it does next: by this the steps, which depend on the path, leave the law alone (Gaines & Lyons
// 1997; Foster & Jelinčić 2023, arXiv 2311.14201).

inline constexpr double huge_error = 1e300;  ///< in the place of one that is not finite

/// A step of every lane: from a place in its cell to another, with these numbers of its path.
struct LaneSpans {
  const double* increments;
  const double* begin;  ///< [Width] in cells
  const double* end;
};

/// When lanes are where: at the begin of their cells, and at the ends of a piece.
template <int Width>
struct LaneTimes {
  double cell[Width];  ///< model time

  /// Of a place in the cell. A piece begins and ends when the grid says.
  [[nodiscard]] DOSDE_FORCEINLINE_FUNCTION double at(const KernelData& run, const CellPart& part, int lane,
                                                     double place) const {
    if (part.is_piece && place == part.from) return part.begin_time;
    if (part.is_piece && place == part.until) return part.end_time;
    return cell[lane] + place * run.time.step;
  }
};

/// Evaluates the step formulas of every lane's regime over a step of each: `next` from `state`, [row][lane]. Rows that
/// are not free are handed on.
template <int Width>
DOSDE_INLINE_FUNCTION void evaluate_spans(const LaneWorld<Width>& world, const CellPart& part,
                                          const LaneTimes<Width>& times, const LaneSpans& spans, const double* state,
                                          double* next) {
  const KernelData& run = world.run;
  const BlockWorkspace<Width>& memory = world.memory;
  double* inputs = memory.lane_input(run, world.scenario);
  double* time = inputs + static_cast<std::int64_t>(run.control.time_slot) * Width;
  double* step = inputs + static_cast<std::int64_t>(run.control.step_slot) * Width;
  for (int lane = 0; lane < Width; ++lane) {
    time[lane] = times.cell[lane] + spans.begin[lane] * run.time.step;
    step[lane] = (spans.end[lane] - spans.begin[lane]) * run.time.step;
  }
  if (part.is_piece)
    for (int lane = 0; lane < Width; ++lane) time[lane] = times.at(run, part, lane, spans.begin[lane]);
  LaneBlock block{state, next, spans.increments, inputs, memory.scratch, memory.clock};
  const std::int64_t size = static_cast<std::int64_t>(run.row_count) * Width;
  for (std::int64_t i = 0; i < size; ++i) next[i] = state[i];
  if (has_one_regime<Width>(world.regime())) {
    const std::int32_t program = world.regime_view(world.regime()[0]).step_program;
    if (program >= 0) evaluate<Width>(run.programs[program], block);
    return;
  }
  block.next_state = memory.checkpoint;
  evaluate_regimes(world, block, next);
}

/// The error of a row of a lane against what it is allowed.
template <int Width>
DOSDE_FORCEINLINE_FUNCTION double error_of_row(const KernelData& run, const LaneTree<Width>& tree, const double* before,
                                               int row, int lane) {
  const std::int64_t at = static_cast<std::int64_t>(row) * Width + lane;
  const double old_size = std::fabs(before[at]);
  const double new_size = std::fabs(tree.refined[at]);
  const double size = old_size > new_size ? old_size : new_size;
  const double allowed = run.control.absolute[row] + run.control.relative[row] * size;
  const double error = std::fabs(tree.refined[at] - tree.coarse[at]) / allowed;
  return error < huge_error ? error : huge_error;  // NaN too
}

/// The largest error of each lane's rows against what they are allowed.
template <int Width>
DOSDE_INLINE_FUNCTION void measure_errors(const KernelData& run, const LaneTree<Width>& tree, const double* before,
                                          double* errors) {
  for (int lane = 0; lane < Width; ++lane) errors[lane] = 0.0;
  for (int row = 0; row < run.row_count; ++row)
    for (int lane = 0; lane < Width; ++lane) {
      const double error = error_of_row(run, tree, before, row, lane);
      errors[lane] = error > errors[lane] ? error : errors[lane];
    }
}

/// The first row with the error of its lane.
template <int Width>
DOSDE_INLINE_FUNCTION std::int32_t row_of_error(const KernelData& run, const LaneTree<Width>& tree,
                                                const double* before, double error, int lane) {
  std::int32_t row = 0;
  while (row + 1 < run.row_count && error_of_row(run, tree, before, row, lane) != error) ++row;
  return row;
}

DOSDE_FORCEINLINE_FUNCTION double larger(double a, double b) { return a > b ? a : b; }
DOSDE_FORCEINLINE_FUNCTION double smaller(double a, double b) { return a < b ? a : b; }

/// The binary logarithm of a positive number, but for 0.09: the exponent, and the fraction for the logarithm of the
/// mantissa. Exact operations: the same steps everywhere.
DOSDE_INLINE_FUNCTION double rough_logarithm(double value) {
  const auto bits = __builtin_bit_cast(std::uint64_t, value);
  const auto exponent = static_cast<std::int32_t>(bits >> 52) - 1023;
  const double mantissa = __builtin_bit_cast(double, (bits & 0xfffffffffffffU) | 0x3ff0000000000000U);
  return static_cast<double>(exponent) + (mantissa - 1.0);
}

/// How often a cell should be halved for a lane's next node, by its last errors: a proportional-integral controller
/// (Söderlind 2003, with the exponents 0.7 and 0.4 over the order of the error), in whole halvings: up to four more
/// after an error that is too large, else one more, as many, or up to three fewer.
DOSDE_FORCEINLINE_FUNCTION std::int32_t halvings_by_error(const StepControlView& control, std::int32_t depth,
                                                          double error, double& last_logarithm) {
  constexpr double least = 0x1p-32;
  constexpr double safety = 0.2;  // 2^-0.2 is 0.87
  const double logarithm = rough_logarithm(larger(error, least));
  const bool is_accepted = error <= 1.0;
  const double after_error = logarithm * control.error_exponent + safety;  // halvings, by the law of the error
  const double after_both = (0.7 * logarithm - 0.4 * last_logarithm) * control.error_exponent + safety;
  last_logarithm = is_accepted ? logarithm : last_logarithm;
  const double up = smaller(after_error, 3.0) + 1.0;
  const double down = after_both > 1.0 ? 1.0 : larger(smaller(after_both, 0.0), -3.0);
  const std::int32_t next = depth + static_cast<std::int32_t>(is_accepted ? down : up);
  return next < 0 ? 0 : next > control.halvings ? control.halvings : next;
}

/// The depths that lanes want next, of those that are told of their errors: [lane].
template <int Width>
DOSDE_INLINE_FUNCTION void choose_depths(const StepControlView& control, const std::int32_t* __restrict depth,
                                         const double* __restrict errors, const std::int64_t* __restrict is_told,
                                         std::int32_t* __restrict wanted, double* __restrict last_logarithm) {
  const StepControlView own = control;  // in registers: else the loop is not vectorised
  for (int lane = 0; lane < Width; ++lane) {
    double logarithm = last_logarithm[lane];
    const std::int32_t next = halvings_by_error(own, depth[lane], errors[lane], logarithm);
    wanted[lane] = is_told[lane] != 0 ? next : wanted[lane];
    last_logarithm[lane] = is_told[lane] != 0 ? logarithm : last_logarithm[lane];
  }
}

/// Must a lane go farther down the tree before it steps?
template <int Width>
DOSDE_FORCEINLINE_FUNCTION bool is_above(const LaneWorld<Width>& world, const CellPart& part, int lane) {
  const LaneTree<Width>& tree = world.memory.tree;
  const std::int32_t wanted = tree.wanted[static_cast<std::int64_t>(world.scenario) * Width + lane];
  return tree.depth[lane] < wanted || must_descend(world.run, tree, part, lane);
}

/// Brings the lanes `above` the nodes that their errors ask for down to them, and cuts the nodes of all that are on
/// their way.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void find_nodes(const LaneWorld<Width>& world, const Noise& noise, const CellPart& part,
                                      LaneList<Width>& above, const LaneList<Width>& on_way) {
  const KernelData& run = world.run;
  const LaneTree<Width>& tree = world.memory.tree;
  while (above.count > 0) {
    cut_nodes(run, tree, noise, world.memory.trajectory, above);
    int count = 0;
    for (int i = 0; i < above.count; ++i) {
      const int lane = above.lane[i];
      descend(run, tree, lane, half_of_part(tree, part, lane));
      above.lane[count] = lane;
      count += static_cast<int>(is_above(world, part, lane));
    }
    above.count = count;
  }
  cut_nodes(run, tree, noise, world.memory.trajectory, on_way);
}

/// Takes every lane from `state` through its node, as one step into tree.coarse and as two into tree.refined.
template <int Width>
DOSDE_INLINE_FUNCTION void step_through_nodes(const LaneWorld<Width>& world, const CellPart& part,
                                              const LaneTimes<Width>& times, const NodeParts<Width>& parts,
                                              const LaneList<Width>& on_way, const double* state) {
  const KernelData& run = world.run;
  const LaneTree<Width>& tree = world.memory.tree;
  const std::int64_t numbers = static_cast<std::int64_t>(run.increment_count) * Width;
  const double* whole = tree.whole;
  const double* first = tree.first;
  const double* second = tree.second;
  if (part.is_piece) {
    clip_numbers(run, tree, part, parts, on_way);
    whole = tree.clipped;
    first = whole + numbers;
    second = first + numbers;
  }
  evaluate_spans(world, part, times, {whole, parts.begin, parts.end}, state, tree.coarse);
  evaluate_spans(world, part, times, {first, parts.begin, parts.middle}, state, tree.half);
  evaluate_spans(world, part, times, {second, parts.middle, parts.end}, tree.half, tree.refined);
  if (!part.is_piece) return;
  const std::int64_t size = static_cast<std::int64_t>(run.row_count) * Width;
  for (int i = 0; i < on_way.count; ++i) {  // what is too short to be cut is one step
    const int lane = on_way.lane[i];
    for (std::int64_t at = lane; at < size && !has_middle(tree, part, lane); at += Width)
      tree.refined[at] = tree.coarse[at];
  }
}

/// What happens in the nodes that some lanes have taken, into `refined`.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void let_happen_in_nodes(const LaneWorld<Width>& world, const Noise& noise, const CellPart& part,
                                               const LaneTimes<Width>& times, const NodeParts<Width>& parts,
                                               std::int64_t tick, const double* errors, const LaneList<Width>& on_way) {
  const KernelData& run = world.run;
  const LaneTree<Width>& tree = world.memory.tree;
  double* time =
      world.memory.lane_input(run, world.scenario) + static_cast<std::int64_t>(run.control.time_slot) * Width;
  for (int lane = 0; lane < Width; ++lane)
    time[lane] =
        parts.end[lane] == 1.0 ? run.time.step_time(tree.cell[lane] + 1) : times.at(run, part, lane, parts.end[lane]);
  LaneBlock block = world.block(run.time.tick_of_step(world.batch_first));
  block.state = tree.refined;
  find_signals(world, block);
  for (int i = 0; i < on_way.count; ++i) {
    const int lane = on_way.lane[i];
    if (!(errors[lane] <= 1.0)) continue;
    const WalkSpan span{tree.cell[lane],
                        part.is_piece ? tick : run.time.tick_of_step(tree.cell[lane]),
                        parts.begin[lane],
                        parts.end[lane],
                        times.at(run, part, lane, parts.begin[lane]),
                        time[lane]};
    let_happen(world, noise, lane, world.present(), tree.refined, span);
  }
}

/// Takes the steps of the grid from tick first to tick last, all of the batch at hand and none split, or a piece of
/// one, each lane in steps of its own and at a pace of its own. They leave what they hold at the saves `ahead`.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void take_paced_steps(const LaneWorld<Width>& world, const Noise& noise, std::int64_t first,
                                            std::int64_t last, const CellPart& part, const SavesAhead& ahead) {
  if (first == last) return;
  const KernelData& run = world.run;
  const LaneTree<Width>& tree = world.memory.tree;
  const std::int64_t first_step = run.time.place(first).step;
  const std::int64_t last_step = first_step + (last - first);
  const std::int64_t numbers = static_cast<std::int64_t>(run.increment_count) * Width;
  const std::int64_t rows = run.row_count;
  std::int32_t* wanted = tree.wanted + static_cast<std::int64_t>(world.scenario) * Width;
  double* last_error = tree.last_error + static_cast<std::int64_t>(world.scenario) * Width;
  double* const state = world.present();
  LaneTimes<Width> times;
  std::int64_t is_moving[Width];
  std::int32_t next_save[Width];
  LaneList<Width> on_way, above;
  const auto enter = [&](int lane, std::int64_t step) {
    times.cell[lane] = run.time.step_time(step);
    enter_cell(run, tree, lane, step, world.memory.increments + (step - world.batch_first) * numbers);
  };
  for (int lane = 0; lane < Width; ++lane) {
    enter(lane, first_step);
    next_save[lane] = 0;
    is_moving[lane] = static_cast<std::int64_t>(world.end_tick()[lane] < 0);
    if (is_moving[lane] != 0) on_way.add(lane);
    if (is_moving[lane] != 0 && is_above(world, part, lane)) above.add(lane);
  }
  while (on_way.count > 0) {
    find_nodes(world, noise, part, above, on_way);
    const NodeParts<Width> parts = clip_nodes(tree, part);
    step_through_nodes(world, part, times, parts, on_way, state);
    double errors[Width];
    measure_errors(run, tree, state, errors);
    std::int64_t is_told[Width];
    for (int lane = 0; lane < Width; ++lane) {
      errors[lane] = is_moving[lane] != 0 ? errors[lane] : huge_error;
      is_told[lane] = is_moving[lane];
    }
    if (part.is_piece)  // a step that was cut short and is right says nothing of longer ones
      for (int lane = 0; lane < Width; ++lane)
        if (errors[lane] <= 1.0 && is_clipped(tree, part, lane)) is_told[lane] = 0;
    choose_depths<Width>(run.control, tree.depth, errors, is_told, wanted, last_error);
    if (run.has_happenings) let_happen_in_nodes(world, noise, part, times, parts, first, errors, on_way);
    for (std::int64_t row = 0; row < rows; ++row) {
      const double* __restrict refined = tree.refined + row * Width;
      double* __restrict kept = state + row * Width;
      for (int lane = 0; lane < Width; ++lane) kept[lane] = errors[lane] <= 1.0 ? refined[lane] : kept[lane];
    }
    int left = 0;
    for (int i = 0; i < on_way.count; ++i) {
      const int lane = on_way.lane[i];
      bool is_on_way = true;
      if (errors[lane] <= 1.0) {
        if (world.end_tick()[lane] >= 0) {
          is_on_way = false;  // it was stopped on the way
        } else if (!go_on(run, tree, lane)) {
          pass_tick(world, ahead, next_save[lane], lane, first + (tree.cell[lane] - first_step) + 1);
          is_on_way = tree.cell[lane] + 1 < last_step;
          if (is_on_way) enter(lane, tree.cell[lane] + 1);
        } else {
          is_on_way = !part.is_piece || tree.begin[lane] < part.until;
        }
      } else if (tree.depth[lane] < run.control.halvings) {
        descend(run, tree, lane, half_of_part(tree, part, lane));  // its node is cut
      } else {
        // Too large in the shortest step that it may take: the lane ends where it stands.
        end_lane(world, lane, first + (tree.cell[lane] - first_step) + 1, times.at(run, part, lane, parts.begin[lane]),
                 row_of_error(run, tree, state, errors[lane], lane));
        is_on_way = false;
      }
      is_moving[lane] = static_cast<std::int64_t>(is_on_way);
      on_way.lane[left] = lane;
      left += static_cast<int>(is_on_way);
      above.lane[above.count] = lane;
      above.count += static_cast<int>(is_on_way && is_above(world, part, lane));
    }
    on_way.count = left;
  }
}

/// Takes the steps of the grid from tick first to tick last, or a piece of one, each lane in steps of its own.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void take_controlled_steps(const LaneWorld<Width>& world, const Noise& noise, std::int64_t first,
                                                 std::int64_t last, const CellPart& part, const SavesAhead& ahead) {
  if (!has_fallible_clamp(world)) return take_paced_steps(world, noise, first, last, part, ahead);
  for (std::int64_t tick = first; tick < last; ++tick) {
    write_out_clamps(world, tick);
    check_lanes(world, tick);
    take_paced_steps(world, noise, tick, tick + 1, part, SavesAhead{});
  }
}

}  // namespace dosde
