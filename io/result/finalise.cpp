#include "io/result/finalise.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <vector>

#include "engine/core/error.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/summaries.hpp"

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t statuses_at_a_time = 1 << 20;

/// Calls visit(first, statuses) for consecutive ranges of the flat index scenario x trajectories + trajectory.
template <class Visit>
void visit_statuses(const RawFile& file, const RawLayout& layout, Visit visit) {
  const std::int64_t total = layout.bytes("status");
  std::vector<std::uint8_t> statuses;
  for (std::int64_t first = 0; first < total; first += statuses_at_a_time) {
    statuses.resize(static_cast<std::size_t>(std::min(statuses_at_a_time, total - first)));
    file.read_at(layout.offset("status") + first, statuses.data(), static_cast<std::int64_t>(statuses.size()));
    visit(first, statuses);
  }
}

void require_all_done(const std::string& path, const RawFile& file, const RawLayout& layout) {
  std::int64_t pending = 0;
  visit_statuses(file, layout, [&pending](std::int64_t /*first*/, const std::vector<std::uint8_t>& statuses) {
    pending += std::count(statuses.begin(), statuses.end(), 0);
  });
  if (pending == 0) return;
  throw Error(ErrorKind::input_output, "'" + path + "' cannot be completed",
              std::to_string(pending) + " of " + std::to_string(layout.bytes("status")) +
                  " trajectories (over all scenarios) have not been computed",
              "Resume the run.");
}

/// A megabyte of NaN in the type of the states.
std::vector<char> blank_bytes(ElementType type) {
  std::vector<char> bytes(std::size_t{1} << 20);
  const float narrow = std::numeric_limits<float>::quiet_NaN();
  const bool is_wide = type == ElementType::float64;
  const void* value = is_wide ? static_cast<const void*>(&nan) : &narrow;
  const std::size_t size = is_wide ? sizeof nan : sizeof narrow;
  for (std::size_t k = 0; k < bytes.size(); k += size) std::memcpy(bytes.data() + k, value, size);
  return bytes;
}

/// One column of the merged moments, as stored.
template <class Element, class Value>
void write_column(const RawFile& file, const RawLayout& layout, const char* name, std::int64_t first,
                  std::span<const Moments> merged, Value value) {
  if (!layout.has(name)) return;
  std::vector<Element> column(merged.size());
  std::transform(merged.begin(), merged.end(), column.begin(), value);
  constexpr auto size = static_cast<std::int64_t>(sizeof(Element));
  file.write_at(layout.offset(name) + first * size, column.data(), static_cast<std::int64_t>(column.size()) * size);
}

void write_moments(const RawFile& file, const RawLayout& layout) {
  merge_partials(file, layout, [&](std::int64_t first, std::span<const Moments> merged) {
    write_column<std::int64_t>(file, layout, "count", first, merged, stored_count);
    write_column<double>(file, layout, "mean", first, merged, stored_mean);
    write_column<double>(file, layout, "variance", first, merged, stored_variance);
    write_column<double>(file, layout, "minimum", first, merged, stored_minimum);
    write_column<double>(file, layout, "maximum", first, merged, stored_maximum);
  });
}

void write_reflections(const RawFile& file, const RawLayout& layout) {
  const auto scenarios = static_cast<std::size_t>(layout.sizes().scenarios);
  const auto bytes = static_cast<std::int64_t>(scenarios * sizeof(std::int64_t));
  std::vector<std::int64_t> total(scenarios, 0);
  std::vector<std::int64_t> unit_counts(scenarios);
  for (std::int64_t unit = 0; unit < layout.sizes().units; ++unit) {
    file.read_at(layout.offset("units/reflections") + unit * bytes, unit_counts.data(), bytes);
    for (std::size_t scenario = 0; scenario < scenarios; ++scenario) total[scenario] += unit_counts[scenario];
  }
  file.write_at(layout.offset("reflections"), total.data(), bytes);
}

void write_quantiles(const RawFile& file, const RawLayout& layout) {
  const auto count = static_cast<std::size_t>(layout.sizes().quantiles);
  const std::int64_t row = layout.sizes().times * layout.sizes().columns;
  std::vector<double> probabilities(count);
  file.read_at(layout.offset("quantile"), probabilities.data(), layout.bytes("quantile"));
  std::vector<double> column;
  compute_quantiles(file, layout, probabilities,
                    [&](std::int64_t scenario, std::int64_t first, std::span<const double> quantiles) {
                      for (std::size_t k = 0; k < count; ++k) {
                        column.clear();
                        for (std::size_t sample = k; sample < quantiles.size(); sample += count)
                          column.push_back(quantiles[sample]);
                        const std::int64_t place =
                            (scenario * static_cast<std::int64_t>(count) + static_cast<std::int64_t>(k)) * row + first;
                        file.write_at(layout.offset("quantiles") + place * 8, column.data(),
                                      static_cast<std::int64_t>(column.size()) * 8);
                      }
                    });
}

}  // namespace

void finalise_result_file(const std::string& path) {
  const RawLayout layout = read_raw_layout(path);
  const RawFile file = layout.open(path, RawFile::Access::read_write);
  require_all_done(path, file, layout);
  if (layout.has("units/partials")) write_moments(file, layout);
  write_reflections(file, layout);
  if (layout.has("quantiles")) write_quantiles(file, layout);
  const std::uint8_t yes = 1;
  file.write_at(layout.offset("complete"), &yes, 1);
}

std::int64_t blank_pending_states(const std::string& path, std::chrono::duration<double> limit) {
  const auto start = std::chrono::steady_clock::now();
  const RawLayout layout = read_raw_layout(path);
  if (!layout.has("state") || layout.is_sharded()) return 0;  // a virtual dataset shows NaN by itself
  const RawFile file(path, RawFile::Access::read_write);
  const ResultSizes& sizes = layout.sizes();
  const std::vector<char> nothing = blank_bytes(sizes.state_type);
  const std::int64_t bytes = sizes.times * sizes.columns * element_size(sizes.state_type);
  std::int64_t share[2] = {0, 0};
  file.read_at(layout.offset("units/first"), &share[0], 8);
  file.read_at(layout.offset("units/end"), &share[1], 8);
  const auto is_pending = [&](std::int64_t index, std::uint8_t status) {
    const std::int64_t trajectory = index % sizes.trajectories;
    if (status != 0 || trajectory >= sizes.kept) return false;
    const std::int64_t unit = sizes.unit_of(index / sizes.trajectories, trajectory);
    return unit >= share[0] && unit < share[1];
  };
  // Neighbours are blanked together: a terabyte in pieces of a kilobyte would take an hour.
  std::int64_t begin = 0;
  std::int64_t end = 0;
  std::int64_t left = 0;
  const auto flush = [&] {
    const auto piece = static_cast<std::int64_t>(nothing.size());
    for (; begin < end && std::chrono::steady_clock::now() - start < limit; begin += std::min(piece, end - begin))
      file.write_at(layout.offset("state") + begin, nothing.data(), std::min(piece, end - begin));
    if (begin < end) left += (end - begin + bytes - 1) / bytes;
  };
  visit_statuses(file, layout, [&](std::int64_t first, const std::vector<std::uint8_t>& statuses) {
    for (std::size_t k = 0; k < statuses.size(); ++k) {
      const std::int64_t index = first + static_cast<std::int64_t>(k);
      if (!is_pending(index, statuses[k])) continue;
      const std::int64_t place = (index / sizes.trajectories * sizes.kept + index % sizes.trajectories) * bytes;
      if (place != end) {
        flush();
        begin = place;
      }
      end = place + bytes;
    }
  });
  flush();
  return left;
}

}  // namespace dosde
