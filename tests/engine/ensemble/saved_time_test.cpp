#include "engine/ensemble/saved_time.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace dosde {
namespace {

const std::vector<double> times = {0.0, 0.1, 0.30000000000000004, 1e6};

TEST(SavedTime, IsMeantUpToTheLastDigits) {
  for (const auto& [wanted, position] : {std::pair(0.0, 0), {0.1, 1}, {0.3, 2}, {1e6 + 1e-4, 3}}) {
    EXPECT_TRUE(find_saved_time(times, wanted).is_meant) << wanted;
    EXPECT_EQ(find_saved_time(times, wanted).position, position) << wanted;
  }
}

TEST(SavedTime, IsElseTheNearest) {
  for (const auto& [wanted, position] : {std::pair(-5.0, 0), {0.04, 0}, {0.06, 1}, {0.300001, 2}, {2e6, 3}}) {
    EXPECT_FALSE(find_saved_time(times, wanted).is_meant) << wanted;
    EXPECT_EQ(find_saved_time(times, wanted).position, position) << wanted;
  }
  for (const double wanted : {std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()})
    EXPECT_FALSE(find_saved_time(times, wanted).is_meant) << wanted;
}

}  // namespace
}  // namespace dosde
