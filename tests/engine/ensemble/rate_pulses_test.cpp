#include "engine/ensemble/rate_pulses.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

constexpr int points = 64;
constexpr std::int64_t all_steps = 1'000'000;

std::optional<RatePulse> pulse_of(const std::string& rate, const TimeGrid& grid, int points_per_step = points,
                                  std::int64_t most_steps = all_steps) {
  return find_rate_pulse(parse_expression(rate), {}, grid, 0, grid.last_tick(), points_per_step, most_steps);
}

std::optional<RatePulse> pulse_of(const Table& table, const TimeGrid& grid, std::int64_t most_steps = all_steps) {
  return find_rate_pulse(parse_expression("1 + lookup(dose, t)", NameRule::internal), {table}, grid, 0,
                         grid.last_tick(), 8, most_steps);
}

const TimeGrid grid = {0.0, 0.25, 40};

TEST(RatePulses, TellWhatNobodySees) {
  const auto pulse = pulse_of("1 + 500*(t >= 3.0625)*(t < 3.125)", grid);
  ASSERT_TRUE(pulse.has_value());
  EXPECT_EQ(pulse->begin, 3.0);
  EXPECT_EQ(pulse->end, 3.25);
  EXPECT_EQ(pulse->before, 1.0);
  EXPECT_EQ(pulse->after, 1.0);
  EXPECT_EQ(pulse->peak, 501.0);
  EXPECT_EQ(pulse->peak_time, 3.0625);
  EXPECT_EQ(pulse->length, 0.0625);
  EXPECT_EQ(pulse->expected, 0.25 + 500.0 * 0.0625);
  EXPECT_EQ(pulse->unseen, 499.0 * 0.0625) << "points of up to twice the 1 at the ends are looked at";
}

TEST(RatePulses, AreNotWhatAnEndOfTheStepShows) {
  EXPECT_FALSE(pulse_of("1 + 500*(t >= 3.0625)*(t < 3.3)", grid)) << "seen at 3.25, from both sides";
  EXPECT_FALSE(pulse_of("500*(t >= 3)*(t < 3.01)", grid)) << "seen at 3";
  EXPECT_FALSE(pulse_of("10 + 5*sin(t)", grid));
  EXPECT_FALSE(pulse_of("50*exp(-2*(t - 3.1)^2)", grid)) << "a peak between two steps, that its flanks announce";
  EXPECT_FALSE(pulse_of("1 + 0.9*sin(2*3.141592653589793*t/0.25)", grid)) << "below twice its ends";
  EXPECT_FALSE(pulse_of("1/(t - 3.12)^0.5", grid)) << "no number before 3.12: other errors tell that";
}

TEST(RatePulses, AreNotWhatIsNegligible) {
  EXPECT_TRUE(pulse_of("0.5*(t >= 3.0625)*(t < 3.125)", grid)) << "all that there is";
  EXPECT_FALSE(pulse_of("1 + 1.01*(t >= 3.0625)*(t < 3.125)", grid)) << "1/1600 of a jump";
}

TEST(RatePulses, KnowTheRowsOfTables) {
  const Table narrow{"dose", {0.0, 3.1, 3.1 + 0x1p-12}, {0.0, 4096.0, 0.0}, Interpolation::previous};
  const auto pulse = pulse_of(narrow, grid);
  ASSERT_TRUE(pulse.has_value());
  EXPECT_NEAR(pulse->unseen, 4095.0 * 0x1p-12, 1e-9);
  EXPECT_NEAR(pulse->length, 0x1p-12, 1e-15);
  EXPECT_TRUE(pulse_of(narrow, grid, 3)) << "steps with rows are looked at whatever their number";
  const Table seen{"dose", {0.0, 3.1, 3.3}, {0.0, 4096.0, 0.0}, Interpolation::previous};
  EXPECT_FALSE(pulse_of(seen, grid));
}

TEST(RatePulses, AreLookedForBetweenSplitTimesToo) {
  const std::string rate = "500*(t >= 3.0625)*(t < 3.125)";
  EXPECT_TRUE(pulse_of(rate, grid));
  EXPECT_FALSE(pulse_of(rate, split_grid(grid, {3.0625})));
  EXPECT_TRUE(pulse_of(rate, split_grid(grid, {3.03125, 3.1875})));
}

TEST(RatePulses, KnowTheNumbersThatTheTimeIsComparedWith) {
  for (const char* rate : {"1 + 500*(t >= 3.0625)*(t < 3.125)", "1 + where(t > 3.0625, 500*(3.125 > t), 0)"}) {
    const auto pulse = pulse_of(rate, grid, 1, 1);
    ASSERT_TRUE(pulse.has_value()) << rate;
    EXPECT_NEAR(pulse->unseen, 499.0 * 0.0625, 1e-9);
  }
}

TEST(RatePulses, StopAtTheirBudget) {
  const std::string rate = "500*(abs(t - 3.1) < 0.03)";
  EXPECT_FALSE(pulse_of(rate, grid, points, 4)) << "steps 0, 10, 20, 30";
  EXPECT_TRUE(pulse_of(rate, grid, points, 10)) << "every fourth, the twelfth among them";
  EXPECT_TRUE(pulse_of("9*(t - floor(t) > 0.1)*(t - floor(t) < 0.2)", {0.0, 0.25, 400'000'000'000}, 8, 64))
      << "far apart";
}

}  // namespace
}  // namespace dosde
