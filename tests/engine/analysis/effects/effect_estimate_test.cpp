#include "engine/analysis/effects/effect_estimate.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "engine/analysis/effects/estimator_key.hpp"
#include "engine/random/stream_key.hpp"
#include "tests/engine/analysis/effects/samples.hpp"

namespace dosde {
namespace {

TEST(EffectEstimate, puts_its_parts_together) {
  Samples samples(1);
  const std::vector<double> y = samples.normals(100);
  const std::vector<double> reference = samples.normals(100);
  EffectEstimator estimator(Sampling::paired, {0.25, 0.5});
  estimator.estimate(reference, y);  // leaves nothing behind
  const EffectEstimate& found = estimator.estimate(y, reference);
  EXPECT_EQ(found.mean.effect, paired_mean_effect(y, reference).effect);
  EXPECT_EQ(found.benefit.above, paired_benefit(y, reference).above);
  EXPECT_EQ(found.distance.energy, paired_law_distance(sorted(y), sorted(reference), minima(y, reference)).energy);
  EXPECT_EQ(found.quantiles.at(1).standard_error,
            quantile_effect(Sampling::paired, 0.5, sorted(y), sorted(reference), y, reference).standard_error);
}

TEST(EffectEstimate, is_nan_where_a_value_is_undefined) {
  for (const double undefined : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    for (const Sampling pairing : {Sampling::paired, Sampling::independent}) {
      EffectEstimator estimator(pairing, {0.5});
      const std::vector<double> y = {1.0, undefined, 2.0};
      const std::vector<double> reference = {1.0, 2.0, 3.0};
      const EffectEstimate& found = estimator.estimate(y, reference);
      EXPECT_TRUE(std::isnan(found.mean.effect));
      EXPECT_TRUE(std::isnan(found.benefit.above));
      EXPECT_TRUE(std::isnan(found.distance.wasserstein));
      EXPECT_TRUE(std::isnan(found.quantiles[0].effect));
    }
  }
}

/// Estimators draw nothing that a world draws, and the same for ever.
TEST(EstimatorKey, is_fixed_and_no_streams_key) {
  EXPECT_EQ(estimator_key(1, "band"), estimator_key(1, "band"));
  EXPECT_NE(estimator_key(1, "band"), estimator_key(2, "band"));
  for (int kind = 0; kind < 6; ++kind)
    EXPECT_NE(estimator_key(1, std::string(1, static_cast<char>(kind)) + "W"),
              stream_key(1, static_cast<StreamKind>(kind), "W"));
  EXPECT_EQ(estimator_key(0, "band"), 0x79637fb7abd31d5fU);
}

}  // namespace
}  // namespace dosde
