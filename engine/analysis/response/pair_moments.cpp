#include "engine/analysis/response/pair_moments.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "engine/analysis/effects/jackknife.hpp"

namespace dosde {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

RunningSpread merge_but(const std::array<RunningSpread, PairMoments::groups>& groups, std::size_t left_out) {
  RunningSpread all;
  for (std::size_t k = 0; k < groups.size(); ++k)
    if (k != left_out) all = merge(all, groups[k]);
  return all;
}

}  // namespace

double RunningSpread::average() const { return count == 0.0 ? nan : mean; }

double RunningSpread::variance() const { return count < 2.0 ? nan : squares / (count - 1.0); }

double RunningSpread::standard_error() const { return std::sqrt(variance() / count); }

RunningSpread merge(const RunningSpread& a, const RunningSpread& b) {
  if (b.count == 0.0) return a;
  if (a.count == 0.0) return b;
  const double count = a.count + b.count;
  const double distance = b.mean - a.mean;
  const double share = b.count / count;
  return {count, a.mean + distance * share, a.squares + b.squares + distance * distance * (a.count * share)};
}

PairMoments::VarianceEffect PairMoments::variance_effect() const {
  const auto change_without = [this](std::size_t left_out) {
    return merge_but(own_, left_out).variance() - merge_but(reference_, left_out).variance();
  };
  std::vector<double> without;
  for (std::size_t group = 0; group < groups; ++group)
    if (own_[group].count > 0.0) without.push_back(change_without(group));
  return {change_without(groups), jackknife_error(without)};
}

}  // namespace dosde
