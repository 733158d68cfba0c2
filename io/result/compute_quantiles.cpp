// The pass over stored states that quantiles need: states lie trajectory by trajectory, order statistics want them
// sample by sample (a sample is one time and column), and memory holds a part of them.
#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/analysis/effects/quantiles.hpp"
#include "engine/core/status.hpp"
#include "io/result/summaries.hpp"

namespace dosde {
namespace {

constexpr std::int64_t read_memory = 1 << 20;  ///< bytes read at a time

/// Samples of a scenario that are held together.
std::int64_t samples_at_a_time(const ResultSizes& sizes, std::int64_t memory) {
  return std::clamp<std::int64_t>(memory / (sizes.kept * 8), 1, sizes.times * sizes.columns);
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

/// Collects the values of living trajectories at a range of samples of a scenario.
template <class Element>
class AliveValues {
 public:
  AliveValues(const RawFile& file, const RawLayout& layout) : file_(file), layout_(layout), sizes_(layout.sizes()) {
    times_.resize(static_cast<std::size_t>(sizes_.times));
    file_.read_at(layout.offset("time"), times_.data(), layout.bytes("time"));
  }

  /// values[k]: of sample first + k.
  void collect(std::int64_t scenario, std::int64_t first, std::int64_t width, const std::vector<double>& lifetimes,
               std::vector<std::vector<double>>& values) {
    values.resize(static_cast<std::size_t>(width));
    for (std::vector<double>& sample : values) {
      sample.clear();
      sample.reserve(static_cast<std::size_t>(sizes_.kept));  // growing would take twice that
    }
    const std::int64_t row = sizes_.times * sizes_.columns;
    // Many small reads cost more than reading past what is not wanted, up to a point.
    const bool reads_whole_rows = row <= 16 * width;
    const std::int64_t read_first = reads_whole_rows ? 0 : first;
    const std::int64_t read_width = reads_whole_rows ? row : width;
    const std::int64_t rows = reads_whole_rows ? std::max<std::int64_t>(1, read_memory / (row * size)) : 1;
    for (std::int64_t begin = 0; begin < sizes_.kept; begin += rows) {
      const std::int64_t count = std::min(rows, sizes_.kept - begin);
      block_.resize(static_cast<std::size_t>(count * read_width));
      file_.read_at(layout_.offset("state") + ((scenario * sizes_.kept + begin) * row + read_first) * size,
                    block_.data(), count * read_width * size);
      for (std::int64_t k = 0; k < count; ++k) {
        const Element* wanted = block_.data() + k * read_width + (first - read_first);
        sort_in(wanted, first, lifetimes[static_cast<std::size_t>(begin + k)], values);
      }
    }
  }

 private:
  static constexpr auto size = static_cast<std::int64_t>(sizeof(Element));

  void sort_in(const Element* states, std::int64_t first, double lifetime, std::vector<std::vector<double>>& values) {
    for (std::size_t sample = 0; sample < values.size(); ++sample) {
      const auto time = static_cast<std::size_t>((first + static_cast<std::int64_t>(sample)) / sizes_.columns);
      if (times_[time] < lifetime) values[sample].push_back(states[sample]);
    }
  }

  const RawFile& file_;
  const RawLayout& layout_;
  const ResultSizes& sizes_;
  std::vector<double> times_;
  std::vector<Element> block_;
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
    const std::vector<double> lifetimes = read_lifetimes(file, layout, scenario);
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
  return read_memory + lifetimes_and_statuses + samples_at_a_time(sizes, quantile_memory) * sizes.kept * 8;
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
