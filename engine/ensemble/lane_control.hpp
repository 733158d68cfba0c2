#pragma once

#include "engine/ensemble/cell_part.hpp"
#include "engine/ensemble/lane_cuts.hpp"
#include "engine/ensemble/lane_errors.hpp"
#include "engine/ensemble/lane_happenings.hpp"
#include "engine/ensemble/saves_ahead.hpp"

namespace dosde {

// Steps whose length each lane chooses by itself: nodes of the tree of a noise cell. A node is taken as one step and as
// two, over one path; what they differ by is the step's error. Where it is too large, the lane goes down into the
// node's first half; else it keeps the result of the two steps and goes on. So a lane that looked at a midpoint of the
// path uses it, whatever it does next: by this the steps, which depend on the path, leave the law alone (Gaines & Lyons
// 1997; Foster & Jelinčić 2023, arXiv 2311.14201).

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
  const RegimeView& regime = world.regime_view(world.regime()[0]);
  const bool is_one = has_one_regime<Width>(world.regime());
  if (!is_one || regime.free_rows.count < run.row_count)
    for (std::int64_t i = 0; i < size; ++i) next[i] = state[i];
  if (is_one) {
    if (regime.step_program >= 0) evaluate<Width>(run.programs[regime.step_program], block);
    return;
  }
  block.next_state = memory.checkpoint;
  evaluate_regimes(world, block, next);
}

/// Brings the lanes that are above the nodes that their errors ask for down to them, and cuts the nodes of all that are
/// on their way. `is_moving`: [lane] 1 for these.
template <int Width, NoiseProvider Noise>
DOSDE_INLINE_FUNCTION void find_nodes(const LaneWorld<Width>& world, const Noise& noise, const CellPart& part,
                                      const std::int32_t* is_moving, const LaneList<Width>& on_way) {
  const KernelData& run = world.run;
  const LaneTree<Width>& tree = world.memory.tree;
  const std::int32_t* wanted = tree.wanted + static_cast<std::int64_t>(world.scenario) * Width;
  std::int32_t is_above[Width];
  for (int lane = 0; lane < Width; ++lane)
    is_above[lane] = is_moving[lane] & static_cast<std::int32_t>(tree.depth[lane] < wanted[lane]);
  for (int lane = 0; part.is_piece && lane < Width; ++lane)
    is_above[lane] |= is_moving[lane] & static_cast<std::int32_t>(must_descend(run, tree, part, lane));
  LaneList<Width> above;
  above.take_flagged(is_above);
  while (above.count > 0) {
    if (has_paths(run)) {
      cut_nodes(run, tree, noise, world.memory.trajectory, above);
      descend_into_part(run, tree, part, above);
    } else {
      cut_and_descend(run, tree, noise, world.memory.trajectory, above);
    }
    int count = 0;
    for (int i = 0; i < above.count; ++i) {
      const int lane = above.lane[i];
      above.lane[count] = lane;
      count +=
          static_cast<int>(tree.depth[lane] < wanted[lane]) | static_cast<int>(must_descend(run, tree, part, lane));
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

/// The lanes on their way that don't just go on inside their cell: their step was too long, or they are at the end of a
/// cell or of the piece, or were stopped. `is_right`: [lane] 1 where the step was not too long.
template <int Width>
DOSDE_INLINE_FUNCTION LaneList<Width> find_others(const LaneWorld<Width>& world, const CellPart& part,
                                                  const std::int32_t* __restrict is_moving,
                                                  const std::int32_t* __restrict is_right) {
  const LaneTree<Width>& tree = world.memory.tree;
  const std::int32_t* __restrict place = tree.place;
  const std::int32_t levels = world.run.control.levels;
  std::int32_t is_other[Width];
  for (int lane = 0; lane < Width; ++lane)
    is_other[lane] = is_moving[lane] & ((1 - is_right[lane]) | (place[lane] >> levels));
  for (int lane = 0; part.is_piece && lane < Width; ++lane)
    is_other[lane] |= is_moving[lane] & static_cast<std::int32_t>(tree.begin[lane] >= part.until);
  for (int lane = 0; world.run.has_happenings && lane < Width; ++lane)
    is_other[lane] |= is_moving[lane] & static_cast<std::int32_t>(world.end_tick()[lane] >= 0);
  LaneList<Width> others;
  others.take_flagged(is_other);
  return others;
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
  std::int32_t is_moving[Width];
  std::int32_t next_save[Width] = {};
  LaneList<Width> on_way;
  const auto enter = [&](int lane, std::int64_t step) {
    times.cell[lane] = run.time.step_time(step);
    enter_cell(run, tree, lane, step, world.memory.increments + (step - world.batch_first) * numbers);
  };
  for (int lane = 0; lane < Width; ++lane) {
    enter(lane, first_step);
    is_moving[lane] = static_cast<std::int32_t>(world.end_tick()[lane] < 0);
  }
  on_way.take_flagged(is_moving);
  while (on_way.count > 0) {
    find_nodes(world, noise, part, is_moving, on_way);
    const NodeParts<Width> parts = clip_nodes(tree, part);
    step_through_nodes(world, part, times, parts, on_way, state);
    double errors[Width];
    measure_errors(run, tree, state, errors);
    std::int32_t is_told[Width], is_right[Width];
    for (int lane = 0; lane < Width; ++lane) {
      errors[lane] = is_moving[lane] != 0 ? errors[lane] : huge_error;
      is_told[lane] = is_moving[lane];
      is_right[lane] = static_cast<std::int32_t>(errors[lane] <= 1.0);
    }
    for (int lane = 0; part.is_piece && lane < Width; ++lane)  // a step that was cut short says nothing of longer ones
      if (is_right[lane] != 0 && is_clipped(tree, part, lane)) is_told[lane] = 0;
    choose_depths<Width>(run.control, tree.depth, errors, is_told, wanted, last_error);
    extrapolate(run, tree, is_right);
    if (run.has_happenings) let_happen_in_nodes(world, noise, part, times, parts, first, errors, on_way);
    for (std::int64_t row = 0; row < rows; ++row) {
      const double* __restrict refined = tree.refined + row * Width;
      double* __restrict kept = state + row * Width;
      for (int lane = 0; lane < Width; ++lane) kept[lane] = is_right[lane] != 0 ? refined[lane] : kept[lane];
    }
    go_on(run, tree, is_right);
    const LaneList<Width> others = find_others(world, part, is_moving, is_right);
    LaneList<Width> too_long;
    bool is_left = false;
    for (int i = 0; i < others.count; ++i) {
      const int lane = others.lane[i];
      bool is_on_way = true;
      if (is_right[lane] != 0) {
        const bool is_at_end = tree.begin[lane] >= 1.0;
        if (world.end_tick()[lane] >= 0 || !is_at_end) {
          is_on_way = false;  // it was stopped on the way, or is at the end of the piece
        } else {
          pass_tick(world, ahead, next_save[lane], lane, first + (tree.cell[lane] - first_step) + 1);
          is_on_way = tree.cell[lane] + 1 < last_step;
          if (is_on_way) enter(lane, tree.cell[lane] + 1);
        }
      } else if (tree.depth[lane] < run.control.halvings) {
        too_long.add(lane);
      } else {
        // Too large in the shortest step that it may take: the lane ends where it stands.
        end_lane(world, lane, first + (tree.cell[lane] - first_step) + 1, times.at(run, part, lane, parts.begin[lane]),
                 row_of_error(run, tree, state, errors[lane], lane));
        is_on_way = false;
      }
      is_moving[lane] = static_cast<std::int32_t>(is_on_way);
      is_left = is_left || !is_on_way;
    }
    descend_into_part(run, tree, part, too_long);  // their nodes are cut
    if (is_left) on_way.take_flagged(is_moving);
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
