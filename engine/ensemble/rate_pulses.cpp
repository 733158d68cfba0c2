#include "engine/ensemble/rate_pulses.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "engine/core/count_before.hpp"
#include "engine/expression/formula_function.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

constexpr double negligible = 1e-3;  ///< jumps a trajectory, or a part of them

/// The times at which the formula may jump by what it says: rows that tables have at `t` itself, numbers that `t` is
/// compared with (and what follows these, where it is strictly).
std::vector<double> edge_times(const Expression& formula, const std::vector<Table>& tables) {
  const Expression now = Expression::symbol("t");
  std::set<double> times;
  const auto compare_with = [&](const Expression& number) {
    if (!number.is_constant()) return;
    times.insert(number.value());
    times.insert(std::nextafter(number.value(), std::numeric_limits<double>::infinity()));
  };
  visit_operands_first(formula, [&](const Expression& e) {
    if (e.operation() == Operation::less || e.operation() == Operation::less_equal) {
      if (e.operand(0).is_same(now)) compare_with(e.operand(1));
      if (e.operand(1).is_same(now)) compare_with(e.operand(0));
    }
    if (e.operation() != Operation::lookup || !e.operand(0).is_same(now)) return;
    for (const auto& table : tables)
      if (table.name == e.name()) times.insert(table.times.begin(), table.times.end());
  });
  return {times.begin(), times.end()};
}

class PulseSearch {
 public:
  PulseSearch(const Expression& rate, const std::vector<Table>& tables, int points_per_step)
      : rate_({rate}, {}, tables), edges_(edge_times(rate, tables)), points_per_step_(points_per_step) {}

  [[nodiscard]] const std::vector<double>& edges() const { return edges_; }

  /// The rectangle rule from the left: exact for tables that hold their rows.
  void look_at(double begin, double end) {
    RatePulse pulse{begin, end, rate_at(begin), rate_at(end)};
    pulse.peak = pulse.before;
    pulse.peak_time = begin;
    const double in_sight = 2.0 * std::max({pulse.before, pulse.after, 0.0});
    const std::vector<double> times = places(begin, end);
    for (std::size_t k = 0; k + 1 < times.size(); ++k) {
      const double rate = rate_at(times[k]);
      const double length = times[k + 1] - times[k];
      if (!(rate > 0.0) || !std::isfinite(rate)) continue;
      pulse.expected += rate * length;
      if (rate > in_sight) {
        pulse.length += length;
        pulse.unseen += (rate - in_sight) * length;
      }
      if (rate > pulse.peak) pulse.peak = rate, pulse.peak_time = times[k];
    }
    expected_ += pulse.expected;
    unseen_ += pulse.unseen;
    if (pulse.unseen > worst_.unseen) worst_ = pulse;
  }

  [[nodiscard]] std::optional<RatePulse> found() const {
    return unseen_ > negligible * std::min(1.0, expected_) ? std::optional(worst_) : std::nullopt;
  }

 private:
  double rate_at(double time) { return *rate_(nullptr, time); }

  [[nodiscard]] std::vector<double> places(double begin, double end) const {
    std::vector<double> times;
    for (int k = 0; k < points_per_step_; ++k) times.push_back(begin + (end - begin) * k / points_per_step_);
    times.insert(times.end(), std::upper_bound(edges_.begin(), edges_.end(), begin),
                 std::lower_bound(edges_.begin(), edges_.end(), end));
    std::sort(times.begin(), times.end());
    times.push_back(end);
    return times;
  }

  FormulaFunction rate_;
  std::vector<double> edges_;
  int points_per_step_;
  double expected_ = 0.0, unseen_ = 0.0;
  RatePulse worst_;
};

/// The tick before a time in (the time of first, the time of last).
std::int64_t tick_before(const TimeGrid& grid, double time, std::int64_t first, std::int64_t last) {
  return first - 1 + count_before(last - first, [&](std::int64_t i) { return grid.time(first + i) <= time; });
}

}  // namespace

std::optional<RatePulse> find_rate_pulse(const Expression& rate, const std::vector<Table>& tables, const TimeGrid& grid,
                                         std::int64_t first_tick, std::int64_t last_tick, int points_per_step,
                                         std::int64_t most_steps) {
  PulseSearch search(rate, tables, points_per_step);
  std::set<std::int64_t> ticks;
  const std::int64_t count = last_tick - first_tick;
  const std::int64_t looks = std::min(count, most_steps);
  for (std::int64_t k = 0; k < looks; ++k)
    ticks.insert(first_tick + static_cast<std::int64_t>(static_cast<double>(k) * static_cast<double>(count) /
                                                        static_cast<double>(looks)));
  for (const double time : search.edges())
    if (looks < count && time > grid.time(first_tick) && time < grid.time(last_tick))
      ticks.insert(tick_before(grid, time, first_tick, last_tick));
  for (const std::int64_t tick : ticks) search.look_at(grid.time(tick), grid.time(tick + 1));
  return search.found();
}

}  // namespace dosde
