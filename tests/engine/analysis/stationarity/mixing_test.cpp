#include "engine/analysis/stationarity/mixing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace dosde {
namespace {

Chains normal_chains(std::size_t chains, std::size_t draws, double correlation) {
  std::mt19937_64 random(11);
  std::normal_distribution<double> normal;
  Chains made{{}, chains, draws};
  for (std::size_t c = 0; c < chains; ++c) {
    double x = normal(random);
    for (std::size_t k = 0; k < draws; ++k) {
      made.values.push_back(x);
      x = correlation * x + std::sqrt(1.0 - correlation * correlation) * normal(random);
    }
  }
  return made;
}

// An autoregression of order one is worth (1 - r)/(1 + r) of independent draws. The tests of the program compare all
// numbers with a reference written after the paper.
TEST(Mixing, OfAnAutoregression) {
  for (const double r : {0.0, 0.5, 0.9}) {
    const Mixing mixing = examine_mixing(normal_chains(50, 2000, r));
    const double expected = 1e5 * (1.0 - r) / (1.0 + r);
    EXPECT_NEAR(mixing.ess_bulk / expected, 1.0, 0.1);
    EXPECT_NEAR(mixing.mean_error, 1.0 / std::sqrt(expected), 0.1 / std::sqrt(expected));
    EXPECT_LT(std::fabs(mixing.rhat - 1.0), 0.01);
  }
}

TEST(Mixing, SeesChainsApartInPlaceOrSpread) {
  Chains chains = normal_chains(4, 500, 0.0);
  Chains moved = chains, spread = chains;
  for (std::size_t k = 0; k < 500; ++k) {
    moved.values[k] += 1.0;
    spread.values[k] *= 4.0;
  }
  EXPECT_LT(examine_mixing(chains).rhat, 1.01);
  EXPECT_GT(examine_mixing(moved).rhat, 1.05);
  EXPECT_GT(examine_mixing(spread).rhat, 1.05);
}

TEST(Mixing, OfWhatTellsNothingIsNotANumber) {
  EXPECT_TRUE(std::isnan(examine_mixing({{1.0, 1.0, 1.0, 1.0, 1.0, 1.0}, 1, 6}).rhat));
  EXPECT_TRUE(std::isnan(examine_mixing({{1.0, 2.0, 3.0}, 1, 3}).ess_bulk));
  EXPECT_TRUE(std::isnan(effective_sample_size({{1.0, NAN, 3.0, 4.0}, 1, 4})));
}

}  // namespace
}  // namespace dosde
