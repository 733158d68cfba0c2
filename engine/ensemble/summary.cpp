#include "engine/ensemble/summary.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "engine/ensemble/moments.hpp"

namespace dosde {
namespace {

/// The moments of up to 64 trajectories. Columns are summed side by side: `values` numbers a trajectory, one after the
/// other.
class Leaf {
 public:
  Leaf(const RunShape& shape, std::size_t values)
      : shape_(shape), sum_(values), squares_(values), low_(values), high_(values) {}

  void summarise(const double* states, std::span<const TrajectoryEnd> ends, Moments* moments) {
    const std::size_t columns = shape_.columns.size();
    const bool are_all_alive = std::all_of(
        ends.begin(), ends.end(), [](const TrajectoryEnd& end) { return end.status == TrajectoryStatus::done; });
    const std::size_t times = shape_.save_times.size();
    if (are_all_alive) {
      summarise_times(states, ends.size(), 0, times * columns, moments);
      return;
    }
    for (std::size_t time = 0; time < times; ++time) summarise_living(states, ends, time, moments + time * columns);
  }

 private:
  /// Numbers first … last-1 of all trajectories, none of which has ended.
  void summarise_times(const double* states, std::size_t count, std::size_t first, std::size_t last, Moments* moments) {
    const std::size_t stride = sum_.size();
    std::fill(sum_.begin(), sum_.end(), 0.0);
    std::fill(squares_.begin(), squares_.end(), 0.0);
    for (std::size_t i = first; i < last; ++i) low_[i] = high_[i] = states[i];
    for (std::size_t n = 0; n < count; ++n) {
      const double* values = states + n * stride;
      for (std::size_t i = first; i < last; ++i) {
        sum_[i] += values[i];
        low_[i] = lower(values[i], low_[i]);
        high_[i] = higher(values[i], high_[i]);
      }
    }
    for (std::size_t i = first; i < last; ++i) sum_[i] /= static_cast<double>(count);
    for (std::size_t n = 0; n < count; ++n) {
      const double* values = states + n * stride;
      for (std::size_t i = first; i < last; ++i) squares_[i] += (values[i] - sum_[i]) * (values[i] - sum_[i]);
    }
    for (std::size_t i = first; i < last; ++i)
      moments[i] = {static_cast<double>(count), sum_[i], squares_[i], low_[i], high_[i]};
  }

  /// One time, over those alive then.
  void summarise_living(const double* states, std::span<const TrajectoryEnd> ends, std::size_t time,
                        Moments* moments) const {
    const std::size_t columns = shape_.columns.size();
    const double now = shape_.save_times[time];
    for (std::size_t column = 0; column < columns; ++column) {
      const auto value_of = [&](std::size_t n) { return states[n * sum_.size() + time * columns + column]; };
      const auto is_alive = [&](std::size_t n) { return ends[n].is_alive_at(now); };
      Moments moment;
      double sum = 0.0;
      for (std::size_t n = 0; n < ends.size(); ++n) {
        if (!is_alive(n)) continue;
        const double value = value_of(n);
        moment.minimum = moment.count == 0.0 ? value : lower(value, moment.minimum);
        moment.maximum = moment.count == 0.0 ? value : higher(value, moment.maximum);
        sum += value;
        moment.count += 1.0;
      }
      if (moment.count > 0.0) {
        moment.mean = sum / moment.count;
        for (std::size_t n = 0; n < ends.size(); ++n)
          if (is_alive(n)) moment.sum_of_squares += (value_of(n) - moment.mean) * (value_of(n) - moment.mean);
      }
      moments[column] = moment;
    }
  }

  const RunShape& shape_;
  std::vector<double> sum_, squares_, low_, high_;
};

}  // namespace

void summarise(std::span<const double> states, std::span<const TrajectoryEnd> ends, const RunShape& shape,
               std::span<Moments> moments) {
  const std::size_t values = shape.save_times.size() * shape.columns.size();
  const auto leaf_size = static_cast<std::size_t>(shape.leaf_size);
  const std::size_t leaves = (ends.size() + leaf_size - 1) / leaf_size;
  Leaf leaf(shape, values);

  // The tree, level by level, as a binary counter: a node of height h waits until its right sibling is there.
  std::vector<std::vector<Moments>> waiting;
  const auto merge_nodes = [&](std::vector<Moments>& left, const std::vector<Moments>& right) {
    for (std::size_t i = 0; i < values; ++i) left[i] = merge(left[i], right[i]);
  };
  std::vector<std::size_t> heights;
  for (std::size_t index = 0; index < leaves; ++index) {
    const std::size_t first = index * leaf_size;
    const std::size_t count = std::min(leaf_size, ends.size() - first);
    std::vector<Moments> node(values);
    leaf.summarise(states.data() + first * values, ends.subspan(first, count), node.data());
    waiting.push_back(std::move(node));
    heights.push_back(0);
    while (heights.size() > 1 && heights[heights.size() - 2] == heights.back()) {
      merge_nodes(waiting[waiting.size() - 2], waiting.back());
      waiting.pop_back();
      heights.pop_back();
      ++heights.back();
    }
  }
  // Leaves without a right sibling rise unmerged and join from the right.
  while (waiting.size() > 1) {
    merge_nodes(waiting[waiting.size() - 2], waiting.back());
    waiting.pop_back();
  }
  std::copy(waiting.front().begin(), waiting.front().end(), moments.begin());
}

}  // namespace dosde
