#include "io/result/summaries.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/status.hpp"
#include "io/result/quantiles.hpp"
#include "io/result/tree_merge.hpp"

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t cells_at_a_time = 1 << 14;  ///< 0.6 MB a row
constexpr std::int64_t states_memory = 64 << 20;   ///< bytes of states held for quantiles

/// The samples [first, first + width) of every stored trajectory of a scenario, as [trajectory][sample].
template <class Element>
void read_samples(const RawFile& file, const RawLayout& layout, std::int64_t scenario, std::int64_t first,
                  std::int64_t width, std::vector<Element>& samples) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(Element));
  const ResultSizes& sizes = layout.sizes();
  const std::int64_t row = sizes.times * sizes.columns;
  samples.resize(static_cast<std::size_t>(sizes.kept * width));
  const std::int64_t begin = layout.offset("state") + scenario * sizes.kept * row * size;
  if (width == row) {
    file.read_at(begin, samples.data(), sizes.kept * row * size);
    return;
  }
  for (std::int64_t trajectory = 0; trajectory < sizes.kept; ++trajectory) {
    file.read_at(begin + (trajectory * row + first) * size, samples.data() + trajectory * width, width * size);
  }
}

/// Until when the stored trajectories of a scenario are alive: at save times before that.
std::vector<double> read_lifetimes(const RawFile& file, const RawLayout& layout, std::int64_t scenario) {
  const std::int64_t kept = layout.sizes().kept;
  const std::int64_t first = scenario * layout.sizes().trajectories;
  std::vector<double> lifetimes(static_cast<std::size_t>(kept));
  std::vector<std::uint8_t> statuses(lifetimes.size());
  file.read_at(layout.offset("end_time") + first * 8, lifetimes.data(), kept * 8);
  file.read_at(layout.offset("status") + first, statuses.data(), kept);
  for (std::size_t k = 0; k < statuses.size(); ++k) {
    if (statuses[k] == static_cast<std::uint8_t>(TrajectoryStatus::done)) {
      lifetimes[k] = std::numeric_limits<double>::infinity();
    }
  }
  return lifetimes;
}

/// The quantiles of one sample column; all NaN where a value of a living trajectory is (an observable undefined there).
std::vector<double> sample_quantiles(std::span<double> alive, std::span<const double> probabilities) {
  if (std::any_of(alive.begin(), alive.end(), [](double value) { return std::isnan(value); })) alive = {};
  return linear_quantiles(alive, probabilities);
}

template <class Element>
void compute_quantiles_of(const RawFile& file, const RawLayout& layout, std::span<const double> probabilities,
                          const QuantileReceiver& receive) {
  const ResultSizes& sizes = layout.sizes();
  const std::int64_t row = sizes.times * sizes.columns;
  const std::int64_t fitting = states_memory / (sizes.kept * static_cast<std::int64_t>(sizeof(Element)));
  const std::int64_t width = std::clamp<std::int64_t>(fitting, 1, row);
  std::vector<double> times(static_cast<std::size_t>(sizes.times));
  file.read_at(layout.offset("time"), times.data(), layout.bytes("time"));
  std::vector<Element> samples;
  std::vector<double> alive;
  std::vector<double> quantiles;
  for (std::int64_t scenario = 0; scenario < sizes.scenarios; ++scenario) {
    const std::vector<double> lifetimes = read_lifetimes(file, layout, scenario);
    for (std::int64_t first = 0; first < row; first += width) {
      const std::int64_t count = std::min(width, row - first);
      read_samples(file, layout, scenario, first, count, samples);
      quantiles.clear();
      for (std::int64_t sample = 0; sample < count; ++sample) {
        const double now = times[static_cast<std::size_t>((first + sample) / sizes.columns)];
        alive.clear();
        for (std::size_t trajectory = 0; trajectory < lifetimes.size(); ++trajectory) {
          if (now < lifetimes[trajectory]) {
            alive.push_back(samples[trajectory * static_cast<std::size_t>(count) + static_cast<std::size_t>(sample)]);
          }
        }
        const std::vector<double> found = sample_quantiles(alive, probabilities);
        quantiles.insert(quantiles.end(), found.begin(), found.end());
      }
      receive(scenario, first, quantiles);
    }
  }
}

}  // namespace

std::int64_t stored_count(const Moments& moments) { return static_cast<std::int64_t>(moments.count); }
double stored_mean(const Moments& moments) { return moments.count > 0.0 ? moments.mean : nan; }
double stored_variance(const Moments& moments) {
  return moments.count > 1.0 ? moments.sum_of_squares / (moments.count - 1.0) : nan;
}
double stored_minimum(const Moments& moments) { return moments.count > 0.0 ? moments.minimum : nan; }
double stored_maximum(const Moments& moments) { return moments.count > 0.0 ? moments.maximum : nan; }

void merge_partials(const RawFile& file, const RawLayout& layout,
                    const std::function<void(std::int64_t first_cell, std::span<const Moments>)>& receive) {
  constexpr auto size = static_cast<std::int64_t>(sizeof(Moments));
  const ResultSizes& sizes = layout.sizes();
  const std::int64_t cells = sizes.scenarios * sizes.times * sizes.columns;
  std::vector<Moments> row;
  for (std::int64_t first = 0; first < cells; first += cells_at_a_time) {
    row.resize(static_cast<std::size_t>(std::min(cells_at_a_time, cells - first)));
    TreeMerge tree;
    for (std::int64_t unit = 0; unit < sizes.units; ++unit) {
      file.read_at(layout.offset("units/partials") + (unit * cells + first) * size, row.data(),
                   static_cast<std::int64_t>(row.size()) * size);
      tree.add(row);
    }
    receive(first, tree.root());
  }
}

void compute_quantiles(const RawFile& file, const RawLayout& layout, std::span<const double> probabilities,
                       const QuantileReceiver& receive) {
  if (layout.sizes().state_type == ElementType::float32) {
    compute_quantiles_of<float>(file, layout, probabilities, receive);
  } else {
    compute_quantiles_of<double>(file, layout, probabilities, receive);
  }
}

}  // namespace dosde
