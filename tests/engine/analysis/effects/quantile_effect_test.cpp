#include "engine/analysis/effects/quantile_effect.hpp"

#include <gtest/gtest.h>

#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {
namespace {

QuantileEffect of_pairs(double probability, const std::vector<double>& y, const std::vector<double>& reference) {
  return quantile_effect(Sampling::paired, probability, sorted(y), sorted(reference), y, reference);
}

TEST(QuantileEffect, of_a_shift_has_no_error_where_worlds_are_paired) {
  Samples samples(1);
  const std::vector<double> reference = samples.normals(500);
  std::vector<double> y = reference;
  for (double& value : y) value += 2.0;
  for (const double level : {0.05, 0.5, 0.95}) {
    EXPECT_NEAR(of_pairs(level, y, reference).effect, 2.0, 1e-14);
    EXPECT_LT(of_pairs(level, y, reference).standard_error, 1e-13);
    const QuantileEffect unpaired =
        quantile_effect(Sampling::independent, level, sorted(y), sorted(reference), y, reference);
    EXPECT_GT(unpaired.standard_error, 0.03);
  }
}

TEST(QuantileEffect, of_too_few_is_nan) {
  EXPECT_TRUE(std::isnan(of_pairs(0.5, {}, {}).effect));
  EXPECT_TRUE(std::isnan(of_pairs(0.5, {1.0}, {0.0}).standard_error));
}

/// 400 repetitions of 400 pairs with correlation 0.8: the spread of the estimates is what the standard errors say. The
/// ratio of a standard deviation from 400 values has a relative error of 3.5 %; k = 5 of these (false alarms 6e-7), and
/// 5 % for the sparsity at 400 values.
TEST(QuantileEffect, errors_are_the_spread_of_the_estimates) {
  for (const Sampling pairing : {Sampling::paired, Sampling::independent}) {
    for (const double level : {0.25, 0.5, 0.75}) {
      Samples samples(static_cast<std::uint64_t>(level * 100.0));
      double sum = 0.0, squares = 0.0, stated = 0.0;
      constexpr int repetitions = 400;
      for (int k = 0; k < repetitions; ++k) {
        const std::vector<double> reference = samples.normals(400);
        std::vector<double> y = samples.normals(400);
        if (pairing == Sampling::paired)
          for (std::size_t i = 0; i < y.size(); ++i) y[i] = 0.8 * reference[i] + 0.6 * y[i];
        const QuantileEffect found = quantile_effect(pairing, level, sorted(y), sorted(reference), y, reference);
        sum += found.effect;
        squares += found.effect * found.effect;
        stated += found.standard_error * found.standard_error;
      }
      const double spread = std::sqrt((squares - sum * sum / repetitions) / (repetitions - 1));
      EXPECT_NEAR(spread / std::sqrt(stated / repetitions), 1.0, 5.0 * 0.035 + 0.05) << level;
      EXPECT_NEAR(sum / repetitions, 0.0, 5.0 * spread / std::sqrt(repetitions));
    }
  }
}

}  // namespace
}  // namespace dosde
