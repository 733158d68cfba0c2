#include "engine/core/number_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace dosde {
namespace {

TEST(NumberText, IsShort) {
  EXPECT_EQ(number_text(0.25, 15), "0.25");
  EXPECT_EQ(number_text(1.0 / 3.0, 4), "0.3333");
  EXPECT_EQ(number_text(-1e-300, 15), "-1e-300");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity(), 3), "inf");
}

}  // namespace
}  // namespace dosde
