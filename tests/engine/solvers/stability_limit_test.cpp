#include "engine/solvers/stability_limit.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/solvers/registry.hpp"
#include "tests/engine/solvers/stability_region.hpp"

namespace dosde {
namespace {

TEST(StabilityLimit, IsThatOfTheStabilityRegion) {
  for (const auto& scheme : scheme_registry()) {
    if (scheme.fit != nullptr) continue;
    const auto region = deterministic_boundary(scheme).real;
    const auto limit = real_stability_limit(scheme);
    EXPECT_EQ(limit.has_value(), region && std::isfinite(*region)) << scheme.name;
    if (!limit || !region) continue;
    EXPECT_NEAR(*limit, *region, 1e-8) << scheme.name;
  }
}

TEST(StabilityLimit, IsTwoForEulerAndNoneWhereThereIsNone) {
  EXPECT_NEAR(real_stability_limit(*find_scheme("euler_maruyama")).value(), 2.0, 1e-9);
  EXPECT_NEAR(real_stability_limit(*find_scheme("dopri5")).value(), 3.3065678, 1e-6);  // Hairer & Wanner 1996, IV.2
  EXPECT_FALSE(real_stability_limit(*find_scheme("tamed_euler"))) << "its step is not linear";
  EXPECT_FALSE(real_stability_limit(*find_scheme("split_step_implicit"))) << "stable everywhere";
  EXPECT_FALSE(real_stability_limit(*find_scheme("exact_linear"))) << "made for numbers";
}

}  // namespace
}  // namespace dosde
