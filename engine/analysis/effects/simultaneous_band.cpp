#include "engine/analysis/effects/simultaneous_band.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstring>
#include <limits>

#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/core/error.hpp"
#include "engine/random/counter.hpp"
#include "engine/random/philox.hpp"

namespace dosde {
namespace {

constexpr std::int64_t group_size = 8;         ///< trajectories whose signed sums are made together
constexpr std::int64_t strip = 8;              ///< samples a row of the table
constexpr std::int64_t rows_at_a_time = 4096;  ///< trajectories whose signs are held

/// Samples side by side, in the compilers' own vector type: left to themselves they would vectorise over draws.
using Strip = double __attribute__((vector_size(8 * strip), aligned(8), may_alias));

/// All signed sums of eight rows of `strip` samples: row m of the table has + for the bits of m that are set.
class SignedSums {
 public:
  void make(const Strip* rows /* [group_size] */) {
    Strip sum = {};
    for (std::int64_t n = 0; n < group_size; ++n) sum += rows[n];
    table_[0] = -sum;
    for (std::int64_t n = 0; n < group_size; ++n) {
      const Strip twice = 2.0 * rows[n];
      const std::int64_t made = std::int64_t{1} << n;
      for (std::int64_t m = 0; m < made; ++m) table_[made + m] = table_[m] + twice;
    }
  }

  void add_to(Strip* sums /* [draw] */, const std::uint8_t* signs, std::int64_t draws) const {
    for (std::int64_t draw = 0; draw < draws; ++draw) sums[draw] += table_[signs[draw]];
  }

 private:
  Strip table_[256];
};

/// The rank-th smallest (from 1), or infinity.
double ranked(std::vector<double> values, double confidence) {
  const auto rank = static_cast<std::size_t>(std::ceil(confidence * static_cast<double>(values.size() + 1)));
  if (rank > values.size()) return std::numeric_limits<double>::infinity();
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

}  // namespace

SimultaneousBand::SimultaneousBand(std::uint64_t seed, std::int64_t draws, std::int64_t variables)
    : key_(estimator_key(seed, "band")),
      draws_(draws),
      variables_(variables),
      suprema_(static_cast<std::size_t>(draws * variables), 0.0) {
  if (draws < 4 || draws % 4 != 0) throw Error(ErrorKind::internal, "the draws of a band are no multiple of 4");
}

void SimultaneousBand::draw_signs(std::uint64_t world, std::int64_t first_trajectory, std::int64_t count) {
  const std::int64_t groups = (count + group_size - 1) / group_size;
  signs_.assign(static_cast<std::size_t>(groups * draws_), 0);
  for (std::int64_t n = 0; n < count; ++n) {
    std::uint8_t* bytes = signs_.data() + n / group_size * draws_;
    const auto shift = static_cast<unsigned>(n % group_size);
    for (std::int64_t first = 0; first < draws_; first += 128) {
      const NoiseCounter place{static_cast<std::uint64_t>(first_trajectory + n),
                               world << 32 | static_cast<std::uint64_t>(first / 128), kWholeCellSlot};
      const PhiloxBlock words = philox4x32_10(pack_counter(place), pack_key(key_));
      const std::int64_t end = std::min<std::int64_t>(128, draws_ - first);
      for (std::int64_t draw = 0; draw < end; ++draw)
        bytes[first + draw] |= static_cast<std::uint8_t>((words.word[draw / 32] >> (draw % 32) & 1U) << shift);
    }
  }
}

/// Adds trajectories [first_trajectory, first_trajectory + count), whose signs are drawn, to the sums of all strips.
void SimultaneousBand::add_rows(const WorldRows& rows, std::int64_t first_trajectory, std::int64_t count) {
  SignedSums signed_sums;
  Strip block[group_size];
  for (std::int64_t first = 0; first < rows.width; first += strip) {
    const std::int64_t width = std::min(strip, rows.width - first);
    auto* sums = reinterpret_cast<Strip*>(sums_.data() + first * draws_);
    for (std::int64_t begin = 0; begin < count; begin += group_size) {
      std::fill(std::begin(block), std::end(block), Strip{});
      for (std::int64_t n = 0; n < std::min(group_size, count - begin); ++n) {
        const double* row = rows.contributions.data() + (first_trajectory + begin + n) * rows.width + first;
        std::memcpy(block + n, row, static_cast<std::size_t>(width) * sizeof(double));
      }
      signed_sums.make(block);
      signed_sums.add_to(sums, signs_.data() + begin / group_size * draws_, draws_);
    }
  }
}

void SimultaneousBand::add(std::int64_t first_sample, std::span<const WorldRows> worlds) {
  const std::int64_t width = worlds.front().width;
  const std::int64_t strips = (width + strip - 1) / strip;
  sums_.assign(static_cast<std::size_t>(strips * strip * draws_), 0.0);
  for (std::size_t world = 0; world < worlds.size(); ++world) {
    const auto trajectories = static_cast<std::int64_t>(worlds[world].contributions.size()) / width;
    for (std::int64_t first = 0; first < trajectories; first += rows_at_a_time) {
      const std::int64_t count = std::min(rows_at_a_time, trajectories - first);
      draw_signs(world, first, count);
      add_rows(worlds[world], first, count);
    }
  }
  for (std::int64_t sample = 0; sample < width; ++sample) {
    const double* sums = sums_.data() + sample / strip * strip * draws_ + sample % strip;
    double* suprema = suprema_.data() + (first_sample + sample) % variables_;
    for (std::int64_t draw = 0; draw < draws_; ++draw) {
      double& supremum = suprema[draw * variables_];
      supremum = std::max(supremum, std::fabs(sums[draw * strip]));
    }
  }
}

double SimultaneousBand::critical_value(std::int64_t variable, double confidence) const {
  std::vector<double> values;
  for (std::int64_t draw = 0; draw < draws_; ++draw)
    values.push_back(suprema_[static_cast<std::size_t>(draw * variables_ + variable)]);
  return ranked(std::move(values), confidence);
}

double SimultaneousBand::joint_critical_value(double confidence) const {
  std::vector<double> values;
  for (std::int64_t draw = 0; draw < draws_; ++draw) {
    const auto row = suprema_.begin() + draw * variables_;
    values.push_back(*std::max_element(row, row + variables_));
  }
  return ranked(std::move(values), confidence);
}

double band_half_width(double critical_value, double standard_error, double degrees_of_freedom,
                       const BandFamily& family) {
  constexpr double least_freedom = 29.0;
  if (!(standard_error > 0.0) || std::isinf(critical_value)) return critical_value * standard_error;
  const boost::math::normal normal;
  const double pointwise = 0.5 * (1.0 - family.confidence);
  const double stretched = critical_value * std::sqrt((degrees_of_freedom + 1.0) / degrees_of_freedom);
  const double tail = degrees_of_freedom < least_freedom
                          ? pointwise / static_cast<double>(family.samples)
                          : std::min(pointwise, boost::math::cdf(boost::math::complement(normal, stretched)));
  const boost::math::students_t student(degrees_of_freedom);
  return boost::math::quantile(boost::math::complement(student, tail)) * standard_error;
}

}  // namespace dosde
