// The pass over stored states that quantiles need: states lie trajectory by trajectory, order statistics want them
// sample by sample (a sample is one time and column), and memory holds a part of them.
#include <algorithm>
#include <cmath>

#include "engine/analysis/effects/quantiles.hpp"
#include "io/result/sample_rows.hpp"
#include "io/result/summaries.hpp"
#include "io/result/survival.hpp"

namespace dosde {
namespace {

/// Samples of a scenario that are held together.
std::int64_t samples_at_a_time(const ResultSizes& sizes, std::int64_t memory) {
  return std::clamp<std::int64_t>(memory / (sizes.kept * 8), 1, sizes.times * sizes.columns);
}

/// Collects the values of living trajectories at a range of samples of a scenario.
template <class Element>
class AliveValues {
 public:
  AliveValues(const RawFile& file, const RawLayout& layout)
      : sizes_(layout.sizes()), rows_(file, layout.offset("state"), sizes_) {
    times_.resize(static_cast<std::size_t>(sizes_.times));
    file.read_at(layout.offset("time"), times_.data(), layout.bytes("time"));
  }

  /// values[k]: of sample first + k.
  void collect(std::int64_t scenario, std::int64_t first, std::int64_t width, const std::vector<double>& lifetimes,
               std::vector<std::vector<double>>& values) {
    values.resize(static_cast<std::size_t>(width));
    for (std::vector<double>& sample : values) {
      sample.clear();
      sample.reserve(static_cast<std::size_t>(sizes_.kept));  // growing would take twice that
    }
    rows_.visit(scenario, first, width, [&](std::int64_t trajectory, const Element* states) {
      sort_in(states, first, lifetimes[static_cast<std::size_t>(trajectory)], values);
    });
  }

 private:
  void sort_in(const Element* states, std::int64_t first, double lifetime, std::vector<std::vector<double>>& values) {
    for (std::size_t sample = 0; sample < values.size(); ++sample) {
      const auto time = static_cast<std::size_t>((first + static_cast<std::int64_t>(sample)) / sizes_.columns);
      if (times_[time] < lifetime) values[sample].push_back(states[sample]);
    }
  }

  const ResultSizes& sizes_;
  SampleRows<Element> rows_;
  std::vector<double> times_;
};

/// All NaN where a value of a living trajectory is (an observable undefined there).
std::vector<double> sample_quantiles(std::span<double> alive, std::span<const double> probabilities) {
  if (std::any_of(alive.begin(), alive.end(), [](double value) { return std::isnan(value); })) alive = {};
  return linear_quantiles(alive, probabilities);
}

template <class Element>
void compute_quantiles_of(const RawFile& file, const RawLayout& layout, std::span<const double> probabilities,
                          const QuantileReceiver& receive, std::int64_t memory) {
  const ResultSizes& sizes = layout.sizes();
  const std::int64_t row = sizes.times * sizes.columns;
  const std::int64_t width = samples_at_a_time(sizes, memory);
  AliveValues<Element> alive(file, layout);
  std::vector<std::vector<double>> values;
  std::vector<double> quantiles;
  for (std::int64_t scenario = 0; scenario < sizes.scenarios; ++scenario) {
    const std::vector<double> lifetimes = read_survival(file, layout, scenario).lifetime;
    for (std::int64_t first = 0; first < row; first += width) {
      alive.collect(scenario, first, std::min(width, row - first), lifetimes, values);
      quantiles.clear();
      for (std::vector<double>& sample : values) {
        const std::vector<double> found = sample_quantiles(sample, probabilities);
        quantiles.insert(quantiles.end(), found.begin(), found.end());
      }
      receive(scenario, first, quantiles);
    }
  }
}

}  // namespace

std::int64_t quantile_bytes(const ResultSizes& sizes) {
  if (sizes.quantiles == 0) return 0;
  const std::int64_t lifetimes_and_statuses = sizes.kept * 9;
  return sample_rows_memory + lifetimes_and_statuses + samples_at_a_time(sizes, quantile_memory) * sizes.kept * 8;
}

void compute_quantiles(const RawFile& file, const RawLayout& layout, std::span<const double> probabilities,
                       const QuantileReceiver& receive, std::int64_t memory) {
  if (layout.sizes().state_type == ElementType::float32) {
    compute_quantiles_of<float>(file, layout, probabilities, receive, memory);
  } else {
    compute_quantiles_of<double>(file, layout, probabilities, receive, memory);
  }
}

}  // namespace dosde
