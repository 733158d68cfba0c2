#include "engine/analysis/stationarity/mixing.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t least_draws = 4;

/// Halves of the chains as chains of their own; of an odd number of draws the middle one is left out.
Chains split(const Chains& chains) {
  Chains halves{{}, 2 * chains.chains, chains.draws / 2};
  halves.values.reserve(halves.chains * halves.draws);
  for (std::size_t c = 0; c < chains.chains; ++c) {
    const double* chain = chains.values.data() + c * chains.draws;
    halves.values.insert(halves.values.end(), chain, chain + halves.draws);
    halves.values.insert(halves.values.end(), chain + chains.draws - halves.draws, chain + chains.draws);
  }
  return halves;
}

/// Every draw by the normal quantile of its rank among all, ties at their mean rank (Blom's offsets).
Chains rank_normalise(Chains chains) {
  const std::size_t count = chains.values.size();
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return chains.values[a] < chains.values[b]; });
  std::vector<double> scores(count);
  const boost::math::normal standard;
  for (std::size_t begin = 0; begin < count;) {
    std::size_t end = begin;
    while (end < count && chains.values[order[end]] == chains.values[order[begin]]) ++end;
    const double rank = 0.5 * static_cast<double>(begin + 1 + end);
    const double score = boost::math::quantile(standard, (rank - 0.375) / (static_cast<double>(count) + 0.25));
    for (std::size_t k = begin; k < end; ++k) scores[order[k]] = score;
    begin = end;
  }
  chains.values = std::move(scores);
  return chains;
}

double mean_of(const double* values, std::size_t count) {
  return std::accumulate(values, values + count, 0.0) / static_cast<double>(count);
}

double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values.data(), values.size());
  double sum = 0.0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return sum / static_cast<double>(values.size() - 1);
}

std::vector<double> chain_means(const Chains& chains) {
  std::vector<double> means(chains.chains);
  for (std::size_t c = 0; c < chains.chains; ++c)
    means[c] = mean_of(chains.values.data() + c * chains.draws, chains.draws);
  return means;
}

/// Mean over the chains of the autocovariance at a lag, divided by the number of draws whatever the lag.
double autocovariance(const Chains& chains, const std::vector<double>& means, std::size_t lag) {
  double sum = 0.0;
  for (std::size_t c = 0; c < chains.chains; ++c) {
    const double* chain = chains.values.data() + c * chains.draws;
    for (std::size_t k = 0; k + lag < chains.draws; ++k) sum += (chain[k] - means[c]) * (chain[k + lag] - means[c]);
  }
  return sum / static_cast<double>(chains.draws * chains.chains);
}

/// R-hat of chains that are split and transformed already (equations 1 to 4).
double plain_rhat(const Chains& chains) {
  const auto means = chain_means(chains);
  const auto draws = static_cast<double>(chains.draws);
  const double within = autocovariance(chains, means, 0) * draws / (draws - 1.0);
  return std::sqrt(variance_of(means) / within + (draws - 1.0) / draws);
}

/// Of chains that are split and transformed already (equations 10 to 14).
double plain_ess(const Chains& chains) {
  const auto means = chain_means(chains);
  const auto draws = static_cast<double>(chains.draws);
  const double within = autocovariance(chains, means, 0) * draws / (draws - 1.0);
  const double total = within * (draws - 1.0) / draws + (chains.chains > 1 ? variance_of(means) : 0.0);
  if (!(total > 0.0)) return nan;
  const auto correlation = [&](std::size_t lag) { return 1.0 - (within - autocovariance(chains, means, lag)) / total; };
  std::vector<double> rho(chains.draws + 2, 0.0);
  rho[0] = 1.0;
  double even = 1.0, odd = correlation(1);
  rho[1] = odd;
  std::size_t lag = 0;
  while (lag + 5 < chains.draws && even + odd > 0.0) {
    lag += 2;
    even = correlation(lag);
    odd = correlation(lag + 1);
    if (even + odd >= 0.0) {
      rho[lag] = even;
      rho[lag + 1] = odd;
    }
  }
  const std::size_t last = lag;
  if (even > 0.0) rho[last] = even;
  for (std::size_t t = 2; t + 2 <= last; t += 2)
    if (rho[t] + rho[t + 1] > rho[t - 2] + rho[t - 1]) rho[t] = rho[t + 1] = 0.5 * (rho[t - 2] + rho[t - 1]);
  const double count = draws * static_cast<double>(chains.chains);
  const double sum = std::accumulate(rho.begin(), rho.begin() + static_cast<std::ptrdiff_t>(last), 0.0);
  return count / std::max(-1.0 + 2.0 * sum + rho[last], 1.0 / std::log10(count));
}

double sorted_quantile(const std::vector<double>& sorted, double level) {
  const double place = level * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Chains transformed(const Chains& chains, const auto& function) {
  Chains made{chains.values, chains.chains, chains.draws};
  for (double& value : made.values) value = function(value);
  return made;
}

bool tells_nothing(const Chains& chains) {
  if (chains.chains == 0 || chains.draws < least_draws) return true;
  const auto [least, most] = std::minmax_element(chains.values.begin(), chains.values.end());
  const bool is_finite =
      std::all_of(chains.values.begin(), chains.values.end(), [](double value) { return std::isfinite(value); });
  return !is_finite || *least == *most;
}

}  // namespace

double effective_sample_size(const Chains& chains) { return tells_nothing(chains) ? nan : plain_ess(split(chains)); }

Mixing examine_mixing(const Chains& chains) {
  if (tells_nothing(chains)) return {nan, nan, nan, nan};
  const Chains halves = split(chains);
  std::vector<double> sorted = halves.values;
  std::sort(sorted.begin(), sorted.end());
  const double median = sorted_quantile(sorted, 0.5);
  const Chains bulk = rank_normalise(halves);
  const Chains folded = rank_normalise(transformed(halves, [&](double x) { return std::fabs(x - median); }));
  const auto below = [&](double level) {
    const double quantile = sorted_quantile(sorted, level);
    return plain_ess(transformed(halves, [&](double x) { return x <= quantile ? 1.0 : 0.0; }));
  };
  return {std::max(plain_rhat(bulk), plain_rhat(folded)), plain_ess(bulk), std::min(below(0.05), below(0.95)),
          std::sqrt(variance_of(halves.values) / plain_ess(halves))};
}

}  // namespace dosde
