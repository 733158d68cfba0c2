#include "io/effects/effect_layout.hpp"

#include <gtest/gtest.h>

#include "tests/io/result/page_rows.hpp"

namespace dosde {
namespace {

EffectSizes some_sizes() {
  EffectSizes sizes;
  sizes.contrasts = 2;
  sizes.trajectories = 10;
  sizes.times = 3;
  sizes.variables = 4;
  sizes.levels = 1;
  sizes.horizons = 1;
  sizes.sweep_axes = 1;
  sizes.has_sweep_words = true;
  return sizes;
}

/// The table of io/effects/README.md has every dataset, with its axes and its meaning.
TEST(EffectLayout, is_what_the_page_says) {
  expect_rows_on_page(describe_effect_layout(some_sizes()), "io/effects/README.md");
}

TEST(EffectLayout, has_no_pairs_where_samples_are_independent) {
  EffectSizes sizes = some_sizes();
  EXPECT_NE(describe_effect_layout(sizes).find("pairs"), nullptr);
  EXPECT_NE(describe_effect_layout(sizes).find("variance_ratio"), nullptr);
  sizes.pairing = Sampling::independent;
  sizes.has_differences = false;
  for (const char* name : {"pairs", "variance_ratio", "difference"})
    EXPECT_EQ(describe_effect_layout(sizes).find(name), nullptr) << name;
  EXPECT_NE(describe_effect_layout(sizes).find("effect"), nullptr);
}

}  // namespace
}  // namespace dosde
