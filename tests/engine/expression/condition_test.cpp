#include "engine/expression/condition.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/expression/parse.hpp"
#include "engine/expression/scalar.hpp"

namespace dosde {
namespace {

const std::vector<std::string> texts_of_conditions = {
    "x > 1",
    "x <= y",
    "x == y",
    "x != 2",
    "not (x > 1)",
    "x > 1 and t >= 3",
    "x > 1 or y < 0",
    "x and y",
    "not x",
    "0",
    "1",
    "(x > 1)*(y > 0)",
    "(x > 1)^2",
    "min(x > 1, y > 0)",
    "max(x > 1, y > 0 and x < 2)",
    "where(x, y > 0, 1)",
    "where(x > 1, 0, where(y > 0, not x, x == y))",
};

const std::vector<std::string> texts_of_numbers = {
    "x",
    "x - 1",
    "0.5",
    "2",
    "-1",
    "(x > 0)*0.3",
    "(x > 0)*x",
    "(x > 0) + (y > 0)",
    "-(x > 0)",
    "1 - (x > 0)",
    "(x > 0)^-2",
    "(x > 0)/(y > 0)",
    "min(x > 1, y)",
    "where(x > 1, y, 0)",
    "where(x > 1, 1, 0.5)",
    "abs(x > 1)",
    "exp(x)",
    "sign(x)",
};

TEST(Condition, IsWhatComparisonsMakeAndNothingElse) {
  for (const auto& text : texts_of_conditions) EXPECT_TRUE(is_condition(parse_expression(text))) << text;
  for (const auto& text : texts_of_numbers) EXPECT_FALSE(is_condition(parse_expression(text))) << text;
}

TEST(Condition, IsNeverAnythingButTrueFalseOrNaN) {
  for (const auto& text : texts_of_conditions) {
    for (const double x : {-1.0, 0.0, 0.3, 2.0, 7.5, std::nan("")}) {
      for (const double y : {-2.0, 0.0, 0.5, 1.0, 7.5}) {
        const double value = evaluate_scalar(parse_expression(text), Point{{{"x", x}, {"y", y}, {"t", 3.0}}, {}});
        EXPECT_TRUE(value == 0.0 || value == 1.0 || std::isnan(value)) << text << " at " << x << ", " << y;
      }
    }
  }
}

}  // namespace
}  // namespace dosde
