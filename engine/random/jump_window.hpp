#pragma once

#include "engine/random/jump_points.hpp"

namespace dosde {

/// The next points of a jump source in a cell, in the order of their times, so that whoever asks for one after the
/// other does not look at all points of the cell each time. A window on the same points as jump_points.hpp has,
/// whatever is asked and in whichever order; asking backwards, or higher than a strip, only makes another window.
class JumpWindow {
 public:
  /// As first_point_time.
  DOSDE_INLINE_FUNCTION double first_time(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell, double below,
                                          double after, double until) {
    if (!(below > 0.0)) return 2.0;
    const bool is_own = is_of(key, trajectory, cell, below);
    // Low ones are few: they are looked at themselves, and the window stays for who asks high and low by turns.
    if (is_own && kManyTimes * below < top_) return first_point_time(key, trajectory, cell, below, after, until);
    if (!is_own || after < from_)
      open(key, trajectory, cell, below, after);
    else if (after >= end_)
      fill(after);
    while (true) {
      for (int i = 0; i < count_; ++i) {
        const JumpPoint& point = points_[i];
        if (point.time >= end_) break;
        if (point.time > until) return 2.0;
        if (point.time > after && point.height < below) return point.time;
      }
      if (end_ > until) return 2.0;
      if (!move_on()) return first_point_time(key, trajectory, cell, below, after, until);
    }
  }

  /// Calls `visit` with every point at that time below a height, in the order of visit_points.
  template <class Visit>
  DOSDE_INLINE_FUNCTION void visit_at(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell, double below,
                                      double time, const Visit& visit) const {
    if (!is_of(key, trajectory, cell, below) || !(time > from_ && time < end_)) {
      visit_points(key, trajectory, cell, below, [&](const JumpPoint& point) {
        if (point.time == time) visit(point);
      });
      return;
    }
    for (int i = 0; i < count_; ++i)
      if (points_[i].time == time && points_[i].height < below) visit(points_[i]);
  }

 private:
  static constexpr int kMost = 32;
  static constexpr double kNoEnd = 4.0;      ///< after all times
  static constexpr double kManyTimes = 8.0;  ///< as many points in the window as below a height that is low

  /// Where the strip ends that a height lies in.
  static DOSDE_INLINE_FUNCTION double strip_end(double height) {
    double end = 1.0;
    while (end < height && end < kHighestStrip) end *= 2.0;
    while (end < height && end < kMostJumpsPerCell) end += kHighestStrip;
    return end;
  }

  [[nodiscard]] DOSDE_INLINE_FUNCTION bool is_of(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell,
                                                 double below) const {
    return key == key_ && trajectory == trajectory_ && cell == cell_ && below <= top_;
  }

  DOSDE_INLINE_FUNCTION void open(std::uint64_t key, std::uint64_t trajectory, std::uint64_t cell, double below,
                                  double after) {
    key_ = key;
    trajectory_ = trajectory;
    cell_ = cell;
    top_ = strip_end(below);
    fill(after);
  }

  /// The window after this one: false where that makes no headway, so many points being at one time.
  DOSDE_INLINE_FUNCTION bool move_on() {
    double last = from_;
    for (int i = 0; i < count_; ++i)
      if (points_[i].time < end_) last = points_[i].time;
    if (last == from_) return false;
    fill(last);
    return true;
  }

  /// The first points after a time, sorted by insertion; those at one time stay in the order of visit_points. A full
  /// window ends before its last time, of which it may not have all points.
  DOSDE_INLINE_FUNCTION void fill(double after) {
    from_ = after;
    end_ = kNoEnd;
    count_ = 0;
    visit_points(key_, trajectory_, cell_, top_, [&](const JumpPoint& point) {
      if (!(point.time > from_)) return;
      if (count_ == kMost) {
        end_ = points_[kMost - 1].time < end_ ? points_[kMost - 1].time : end_;
        if (point.time >= end_) return;
        --count_;
      }
      int place = count_;
      for (; place > 0 && points_[place - 1].time > point.time; --place) points_[place] = points_[place - 1];
      points_[place] = point;
      ++count_;
    });
  }

  std::uint64_t key_ = 0, trajectory_ = 0, cell_ = 0;
  double top_ = -1.0;  ///< all heights below it are in the window; negative: there is none
  double from_ = 0.0;  ///< the window has all points after this time …
  double end_ = 0.0;   ///< … and before this one
  int count_ = 0;
  JumpPoint points_[kMost];
};

}  // namespace dosde
