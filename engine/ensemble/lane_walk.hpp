#pragma once

#include <new>

#include "engine/ensemble/cell_place.hpp"
#include "engine/ensemble/lane_divergence.hpp"
#include "engine/random/cell_walk.hpp"
#include "engine/random/jump_points.hpp"
#include "engine/random/jump_window.hpp"
#include "engine/random/noise_provider.hpp"

namespace dosde {

/// Where a condition becomes true is found up to this part of a noise cell, or of a step, if that is shorter: with
/// noise, and without, where schemes are exact enough for it. (Never finer than the leaves of the cell's tree.)
inline constexpr double kNoisyResolution = 0x1p-10;
inline constexpr double kNoiseFreeResolution = 0x1p-20;

/// Happenings of a trajectory in one step, at most: more are a storm, and it ends.
inline constexpr int kMostHappeningsPerStep = 1000;

/// Is a condition true that was not? As programs tell truth: 1 and 0; what is no number is not true.
DOSDE_INLINE_FUNCTION bool has_become_true(double now, double before) { return now > 0.5 && !(before > 0.5); }

/// What was taken as one step: of a noise cell all, a piece, or a node of its tree; or several cells.
struct WalkSpan {
  std::int64_t cell;
  std::int64_t tick;   ///< of the step that it is in
  double from, until;  ///< fractions of cells, the first and the last
  double begin_time, end_time;
  std::int64_t further_cells = 0;  ///< after the first
};

/// What of a span lies in one of its cells, the `further`-th after the first.
DOSDE_INLINE_FUNCTION WalkSpan part_in_cell(const KernelData& run, const WalkSpan& span, std::int64_t further) {
  const bool is_first = further == 0;
  const bool is_last = further == span.further_cells;
  const std::int64_t cell = span.cell + further;
  return {cell,
          span.tick,
          is_first ? span.from : 0.0,
          is_last ? span.until : 1.0,
          is_first ? span.begin_time : cell_time(run, cell),
          is_last ? span.end_time : cell_time(run, cell + 1)};
}

/// One lane on its own way through a step in which something happens to it: events are found where their conditions
/// become true, steps end at points of the jump sources, and the path in between is the one that the tree of the noise
/// cell has (engine/random/cell_walk.hpp): it does not depend on where it is asked for. Of the step's programs the same
/// ones run, with one lane and another length.
template <int Width, NoiseProvider Noise>
class LaneWalk {
 public:
  DOSDE_INLINE_FUNCTION LaneWalk(const LaneWorld<Width>& world, const Noise& noise, int lane)
      : world_(world),
        run_(world.run),
        scenario_(world.run.scenarios[world.scenario]),
        memory_(world.memory.happening),
        noise_(noise),
        lane_(lane) {}

  /// Takes the lane from `before` (states at the span's begin, [row][Width]) to the span's end, into `after`; cell by
  /// cell, where there are several.
  DOSDE_INLINE_FUNCTION void take(const double* before, double* after, const WalkSpan& span) {
    read(before);
    for (std::int64_t further = 0; further <= span.further_cells && is_alive(); ++further) {
      enter(part_in_cell(run_, span, further));
      walk_through_part();
    }
    write(after);
  }

  /// At a tick at which the state was set: what conditions ask for.
  DOSDE_INLINE_FUNCTION void settle_at(std::int64_t tick) {
    read(world_.present());
    const TickPlace place = run_.time.place(tick);
    span_ = {place.step, tick - 1, 1.0, 1.0, place.time, place.time};
    settle(1.0);
    write(world_.present());
  }

 private:
  /// From the begin of the part at hand to its end, or the lane's.
  DOSDE_INLINE_FUNCTION void walk_through_part() {
    double place = span_.from;
    while (place < span_.until && is_alive()) {
      const int happened = happening_count_;
      place = advance(place, span_.until);
      jump_at(place);
      if (is_alive()) settle(place);
      keep_path();
      if (happening_count_ > happened) risen_ = 0.0;
    }
  }

  [[nodiscard]] DOSDE_INLINE_FUNCTION bool is_alive() const { return world_.end_tick()[lane_] < 0; }
  [[nodiscard]] DOSDE_INLINE_FUNCTION const RegimeView& regime() const {
    return world_.regime_view(world_.regime()[lane_]);
  }
  [[nodiscard]] DOSDE_INLINE_FUNCTION int condition_count() const { return world_.condition_count(); }
  [[nodiscard]] DOSDE_INLINE_FUNCTION double& last(int signal) const {
    return world_.last_signals()[static_cast<std::int64_t>(signal) * Width + lane_];
  }
  /// What the programs say now, in the scratch.
  [[nodiscard]] DOSDE_INLINE_FUNCTION double signal(int number) const { return world_.memory.scratch[number]; }
  [[nodiscard]] DOSDE_INLINE_FUNCTION double time_at(double place) const {
    if (place == span_.from) return span_.begin_time;
    return place == span_.until ? span_.end_time : cell_time_ + place * run_.cell_length;
  }
  [[nodiscard]] DOSDE_INLINE_FUNCTION std::uint64_t trajectory() const { return world_.memory.trajectory[lane_]; }
  /// Sources further on share windows, which are made anew where they take turns.
  [[nodiscard]] DOSDE_INLINE_FUNCTION JumpWindow& window(int jump) { return windows_[jump % kWindows]; }
  [[nodiscard]] DOSDE_INLINE_FUNCTION std::uint64_t jump_key(int jump) const { return world_.jump_keys()[jump]; }

  DOSDE_INLINE_FUNCTION void read(const double* state) {
    for (int row = 0; row < run_.row_count; ++row)
      memory_.state[row] = state[static_cast<std::int64_t>(row) * Width + lane_];
    const double* inputs = world_.memory.lane_input(run_, world_.scenario);
    for (int slot = 0; slot < run_.lane_slots; ++slot)
      memory_.inputs[slot] = inputs[static_cast<std::int64_t>(slot) * Width + lane_];
  }

  DOSDE_INLINE_FUNCTION void write(double* state) const {
    for (int row = 0; row < run_.row_count; ++row)
      state[static_cast<std::int64_t>(row) * Width + lane_] = memory_.state[row];
  }

  /// One of the cell's numbers: W of a source, or from source_count on H.
  [[nodiscard]] DOSDE_INLINE_FUNCTION double number_of(int number, std::int64_t cell) const {
    const std::int64_t place = cell % kCellsPerBlock;
    double four[kCellsPerBlock];
    noise_.template fill<1>(four, 1, number, trajectory(), static_cast<std::uint64_t>(cell - place), kCellsPerBlock);
    return four[place];
  }

  /// The cell's numbers, and the path where the span begins.
  DOSDE_INLINE_FUNCTION void enter(const WalkSpan& span) {
    span_ = span;
    risen_ = 0.0;
    cell_time_ = cell_time(run_, span.cell);
    for (int source = 0; source < run_.source_count; ++source) {
      auto* walk = new (memory_.walks + source) CellWalk<1>(run_.root_cell);
      walk->cell().increment[0] = number_of(source, span.cell);
      walk->cell().area[0] = number_of(run_.source_count + source, span.cell);
    }
    find_path(span.from);
    keep_path();
  }

  /// The path of every source from the cell's start to a place in it.
  DOSDE_INLINE_FUNCTION void find_path(double place) const {
    for (int source = 0; source < run_.source_count; ++source) {
      double& value = memory_.end[source];
      double& integral = memory_.end[run_.source_count + source];
      CellWalk<1>& walk = memory_.walks[source];
      if (place == 0.0 || place == 1.0) {
        const double increment = walk.cell().increment[0];
        value = place == 0.0 ? 0.0 : increment;
        integral = place == 0.0 ? 0.0 : 0.5 * increment + walk.cell().area[0];
        continue;
      }
      CellNode<1> reached;
      const std::uint64_t own = trajectory();
      walk.walk_to(place, reached, noise_, source, &own, static_cast<std::uint64_t>(span_.cell));
      value = reached.value[0];
      integral = reached.integral[0];
    }
  }

  DOSDE_INLINE_FUNCTION void keep_path() const {
    for (int i = 0; i < 2 * run_.source_count; ++i) memory_.begin[i] = memory_.end[i];
  }

  [[nodiscard]] DOSDE_INLINE_FUNCTION LaneBlock block(double time) const {
    world_.memory.clock[0] = time;
    if (run_.control.is_on) memory_.inputs[run_.control.time_slot] = time;
    return {memory_.state,  memory_.next,          memory_.increments,
            memory_.inputs, world_.memory.scratch, world_.memory.clock};
  }

  /// One step of the scheme from a place to another: `next` from `state`.
  DOSDE_INLINE_FUNCTION void step(double from, double until) const {
    for (int row = 0; row < run_.row_count; ++row) memory_.next[row] = memory_.state[row];
    if (regime().step_program < 0) return;
    find_path(until);
    const double length = until - from;
    for (int source = 0; source < run_.source_count; ++source) {
      const double value = memory_.begin[source];
      const double increment = memory_.end[source] - value;
      memory_.increments[source] = increment;
      if (run_.increment_count == run_.source_count) continue;
      const int second = run_.source_count + source;
      memory_.increments[second] = area_between(value, memory_.begin[second], memory_.end[second], length, increment);
    }
    const ProgramView& program = run_.programs[regime().step_program];
    if (run_.control.is_on) {
      memory_.inputs[run_.control.step_slot] = length * run_.cell_length;
      evaluate<1>(program, block(time_at(from)));
    } else {
      evaluate<1>(rebind_first_input(program, length * run_.cell_length, world_.memory.constants),
                  block(time_at(from)));
    }
  }

  DOSDE_INLINE_FUNCTION void find_signals(const double* state, double place) const {
    if (regime().signals < 0) return;
    LaneBlock of_state = block(time_at(place));
    of_state.state = state;
    evaluate<1>(run_.programs[regime().signals], of_state);
  }

  /// Has a condition become true that was not?
  [[nodiscard]] DOSDE_INLINE_FUNCTION bool has_risen() const {
    for (int i = 0; i < condition_count(); ++i)
      if (has_become_true(signal(i), last(i))) return true;
    return false;
  }

  /// The first point of any jump source that may be a jump, after `from` and up to `until`; else `until`.
  [[nodiscard]] DOSDE_INLINE_FUNCTION double next_point(double from, double until) {
    double first = until;
    for (int jump = 0; jump < run_.jump_count; ++jump) {
      const double time = window(jump).first_time(jump_key(jump), trajectory(), static_cast<std::uint64_t>(span_.cell),
                                                  memory_.bounds[jump], from, first);
      first = time < first ? time : first;
    }
    return first;
  }

  /// Points are looked at up to twice the rates that are known: between two looks a rate may pass its ends. At the
  /// begin of a step those are the last.
  DOSDE_INLINE_FUNCTION void set_bounds() const {
    for (int jump = 0; jump < run_.jump_count; ++jump) memory_.bounds[jump] = 2.0 * last(condition_count() + jump);
  }

  /// The same at its end, where a rate is higher there. Did this bring higher points into sight?
  DOSDE_INLINE_FUNCTION bool raise_bounds() const {
    bool is_higher = false;
    for (int jump = 0; jump < run_.jump_count; ++jump) {
      const double bound = 2.0 * signal(condition_count() + jump);
      if (!(bound > memory_.bounds[jump])) continue;
      memory_.bounds[jump] = bound;
      is_higher = true;
    }
    return is_higher;
  }

  [[nodiscard]] DOSDE_INLINE_FUNCTION double resolution() const {
    const double of_step = run_.source_count > 0 ? kNoisyResolution : kNoiseFreeResolution;
    return of_step / static_cast<double>(run_.steps_per_cell);
  }

  /// The middle of two places, at a point of the cell's tree; the second, where they are close. (The ends of pieces are
  /// no points of the tree: there may be none in between.)
  [[nodiscard]] DOSDE_INLINE_FUNCTION double halve(double from, double until) const {
    if (until - from <= resolution()) return until;
    const auto point = static_cast<std::int64_t>((from + 0.5 * (until - from)) * 0x1p20);
    const double middle = static_cast<double>(point) * 0x1p-20;
    return middle > from ? middle : until;
  }

  /// One step, as long as nothing happens inside: to a point, or to where a condition becomes true, or to `until`. The
  /// state and the signals are then those of the place that is returned.
  DOSDE_INLINE_FUNCTION double advance(double from, double until) {
    set_bounds();
    double place = risen_ > from ? halve(from, risen_) : until;
    while (true) {
      place = next_point(from, place);
      step(from, place);
      find_signals(memory_.next, place);
      const double middle = halve(from, place);
      if (has_risen() && middle < place) {
        risen_ = place;
        place = middle;
        continue;
      }
      if (!raise_bounds() || next_point(from, place) == place) break;
    }
    if (place == risen_) risen_ = 0.0;
    for (int row = 0; row < run_.row_count; ++row) memory_.state[row] = memory_.next[row];
    return place;
  }

  /// Rewrites rows of the state by a program.
  DOSDE_INLINE_FUNCTION void rewrite(const RowProgramView& move, double place) const {
    if (move.program < 0) return;
    evaluate<1>(run_.programs[move.program], block(time_at(place)));
    for (int i = 0; i < move.rows.count; ++i) {
      const std::int32_t row = run_.indices[move.rows.first + i];
      memory_.state[row] = memory_.next[row];
    }
  }

  /// Is the state finite? Else the trajectory has diverged, and its rates are a consequence.
  [[nodiscard]] DOSDE_INLINE_FUNCTION bool has_numbers() const {
    for (int row = 0; row < run_.row_count; ++row)
      if (memory_.state[row] - memory_.state[row] != 0.0) return false;
    return true;
  }

  /// Jumps at a place: points there that are below the rate just before.
  DOSDE_INLINE_FUNCTION void jump_at(double place) {
    for (int jump = 0; jump < run_.jump_count && is_alive(); ++jump) {
      const double rate = signal(condition_count() + jump);
      if (rate - rate != 0.0 && has_numbers()) return end_in_storm(place);
      if (!(rate > 0.0)) continue;
      if (rate >= 0.5 * kMostJumpsPerCell) return end_in_storm(place);
      const int happened = happening_count_;
      window(jump).visit_at(jump_key(jump), trajectory(), static_cast<std::uint64_t>(span_.cell), rate, place,
                            [&](const JumpPoint& point) {
                              if (run_.mark_slots[jump] >= 0) memory_.inputs[run_.mark_slots[jump]] = point.mark;
                              rewrite(run_.moves[regime().first_move + condition_count() + jump], place);
                              count_happening(place);
                            });
      if (happening_count_ > happened) find_signals(memory_.state, place);
    }
  }

  /// Does what all conditions ask for that have become true, in their order, whatever the first of them changes; then
  /// what has become true by that, until nothing has. Remembers how all stand.
  DOSDE_INLINE_FUNCTION void settle(double place) {
    constexpr double is_due = 2.0;
    bool is_any = true;
    while (is_any) {
      find_signals(memory_.state, place);
      is_any = false;
      for (int i = 0; i < condition_count(); ++i) {
        const bool is_true = signal(i) > 0.5;
        const bool is_new = has_become_true(signal(i), last(i));
        last(i) = is_new ? is_due : is_true ? 1.0 : 0.0;
        is_any = is_any || is_new;
      }
      for (int i = condition_count(); i < world_.signal_count(); ++i) last(i) = signal(i);
      for (int i = 0; i < condition_count() && is_any && is_alive(); ++i) {
        if (last(i) != is_due) continue;
        last(i) = 1.0;
        act(i, place);
      }
      is_any = is_any && is_alive();
    }
  }

  DOSDE_INLINE_FUNCTION void act(int number, double place) {
    const HappeningView& happening = run_.happenings[scenario_.happenings.first + number];
    count_happening(place);
    if (!is_alive()) return;
    if (happening.act == HappeningAct::move) {
      rewrite(run_.moves[regime().first_move + number], place);
    } else if (happening.act == HappeningAct::stop) {
      end_lane(world_, lane_, span_.tick + 1, time_at(place), kStoppedByEvent);
    } else {
      switch_waiting(happening.waiting, happening.act == HappeningAct::open, place);
    }
  }

  /// An intervention that waited begins or ends: old clamps are written out, then new ones.
  DOSDE_INLINE_FUNCTION void switch_waiting(int waiting, bool is_open, double place) const {
    std::int32_t& open = world_.open()[lane_];
    const std::int32_t changed = is_open ? open | (1 << waiting) : open & ~(1 << waiting);
    if (changed == open) return;
    rewrite(regime().clamp, place);
    open = changed;
    world_.regime()[lane_] = run_.indices[memory_.first_regime[world_.scenario] + open];
    rewrite(regime().clamp, place);
  }

  DOSDE_INLINE_FUNCTION void count_happening(double place) {
    if (++happening_count_ > kMostHappeningsPerStep && is_alive()) end_in_storm(place);
  }

  DOSDE_INLINE_FUNCTION void end_in_storm(double place) const {
    end_lane(world_, lane_, span_.tick + 1, time_at(place), kStorm);
  }

  const LaneWorld<Width>& world_;
  const KernelData& run_;
  const ScenarioView& scenario_;
  const HappeningMemory& memory_;
  const Noise& noise_;
  int lane_;
  int happening_count_ = 0;
  double risen_ = 0.0;  ///< a place ahead at which a condition was true, seen from farther off; 0: none
  WalkSpan span_{};
  double cell_time_ = 0.0;  ///< at the cell's start
  static constexpr int kWindows = 2;
  JumpWindow windows_[kWindows];
};

}  // namespace dosde
