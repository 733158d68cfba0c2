#include "engine/ensemble/step_control.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

TEST(StepControl, CountsTheHalvingsDownToTheSmallestStep) {
  const TimeGrid grid{0.0, 0.5, 10};
  const auto count = [&grid](double smallest) { return count_halvings({1e-3, 1e-6, {}, {}, smallest}, grid); };
  EXPECT_EQ(count(0.0), 19);
  EXPECT_EQ(count(0.5), 0);
  EXPECT_EQ(count(0.25), 1);
  EXPECT_EQ(count(0.2), 1);  // no shorter than that
  EXPECT_EQ(count(std::ldexp(0.5, -19)), 19);
  EXPECT_THROW(count(0.6), Error);
  EXPECT_THROW(count(1e-9), Error);
}

TEST(StepControl, GivesEveryRowATolerance) {
  Model model;
  model.variables.resize(2);
  model.variables[0].name = "x";
  model.variables[1].name = "y";
  const RowTolerances tolerances = row_tolerances({1e-3, 1e-6, {{"y", 0.5}}, {{"x", 0.25}}, 0.0}, model, 3);
  EXPECT_EQ(tolerances.absolute, (std::vector<double>{1e-6, 0.5, HUGE_VAL}));
  EXPECT_EQ(tolerances.relative, (std::vector<double>{0.25, 1e-3, 0.0}));
}

}  // namespace
}  // namespace dosde
