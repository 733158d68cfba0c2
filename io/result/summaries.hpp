#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/ensemble/moments.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"

namespace dosde {

// What is stored of a cell's moments.
std::int64_t stored_count(const Moments& moments);
double stored_mean(const Moments& moments);      ///< NaN without values
double stored_variance(const Moments& moments);  ///< unbiased: M2 / (count - 1); NaN below two values
double stored_minimum(const Moments& moments);   ///< NaN without values
double stored_maximum(const Moments& moments);   ///< NaN without values

/// Merges the partial sums of all units of a file, a bounded range of cells at a time. A cell is one (scenario, time,
/// column); `receive` gets the first cell of the range and the merged moments, ranges in order.
void merge_partials(const RawFile& file, const RawLayout& layout,
                    const std::function<void(std::int64_t first_cell, std::span<const Moments>)>& receive);

/// Gets the scenario, the first sample (time x columns + column) and the quantiles [sample][quantile].
using QuantileReceiver =
    std::function<void(std::int64_t scenario, std::int64_t first_sample, std::span<const double> quantiles)>;

inline constexpr std::int64_t quantile_memory = 256 << 20;

/// The exact quantiles over the stored trajectories alive at each time, from the states read back with bounded memory;
/// ranges in order. NaN where none is alive, or where an observable of a living one is NaN. `memory`: bytes of values
/// held together, but at least one sample's.
void compute_quantiles(const RawFile& file, const RawLayout& layout, std::span<const double> probabilities,
                       const QuantileReceiver& receive, std::int64_t memory = quantile_memory);

/// Bytes that compute_quantiles takes for a file of these sizes: grows with the stored trajectories once one sample of
/// theirs is larger than `quantile_memory`; 0 without quantiles.
std::int64_t quantile_bytes(const ResultSizes& sizes);

}  // namespace dosde
