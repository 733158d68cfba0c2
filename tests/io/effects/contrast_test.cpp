#include "io/effects/contrast.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

RunShape three_scenarios() {
  RunShape shape;
  shape.scenarios = {"observed", "clamped", "shifted"};
  return shape;
}

/// Two scenarios at three points.
RunShape sweep(const std::string& axis) {
  RunShape shape;
  shape.scenarios = {"observed@0", "clamped@0", "observed@1", "clamped@1", "observed@2", "clamped@2"};
  shape.points = 3;
  shape.sweep_axes = {axis};
  shape.sweep_values = {0.0, 1.0, 2.0};
  shape.sweep_words.resize(1);
  return shape;
}

std::string refusal(const RunShape& shape, const std::string& reference) {
  try {
    list_contrasts(shape, reference);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    return error.what();
  }
  return {};
}

TEST(Contrast, compares_all_with_the_first_or_the_named) {
  EXPECT_EQ(list_contrasts(three_scenarios(), ""), (std::vector<Contrast>{{1, 0}, {2, 0}}));
  EXPECT_EQ(list_contrasts(three_scenarios(), "shifted"), (std::vector<Contrast>{{0, 2}, {1, 2}}));
}

TEST(Contrast, compares_within_points_of_a_sweep_or_with_one_point) {
  const RunShape shape = sweep("model.parameters.a");
  EXPECT_EQ(list_contrasts(shape, ""), (std::vector<Contrast>{{1, 0}, {3, 2}, {5, 4}}));
  EXPECT_EQ(list_contrasts(shape, "clamped"), (std::vector<Contrast>{{0, 1}, {2, 3}, {4, 5}}));
  EXPECT_EQ(list_contrasts(shape, "observed@1"), (std::vector<Contrast>{{0, 2}, {1, 2}, {3, 2}, {4, 2}, {5, 2}}));
}

TEST(Contrast, refuses_what_is_no_comparison) {
  EXPECT_THAT(refusal(three_scenarios(), "clampd"), HasSubstr("Did you mean 'clamped'?"));
  EXPECT_THAT(refusal(sweep("model.parameters.a"), "observed@7"), HasSubstr("no scenario 'observed@7'"));
  RunShape one;
  one.scenarios = {"observed"};
  EXPECT_THAT(refusal(one, ""), HasSubstr("nothing to compare"));
  for (const char* key : {"ensemble.seed", "time.step", "noise.cell"}) {
    EXPECT_THAT(refusal(sweep(key), "observed@0"), HasSubstr("do not meet the same noise"));
    EXPECT_EQ(refusal(sweep(key), "observed"), "");
  }
  RunShape constant = sweep("ensemble.seed");
  constant.sweep_values = {4.0, 4.0, 4.0};
  EXPECT_EQ(refusal(constant, "observed@0"), "");
}

}  // namespace
}  // namespace dosde
