#include "engine/causal/time_grid.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

TEST(TimeGrid, counts_its_steps) {
  const TimeGrid grid = make_time_grid(0.0, 40.0, 0.01);
  EXPECT_EQ(grid.step_count, 4000);
  EXPECT_DOUBLE_EQ(grid.stop(), 40.0);
  EXPECT_EQ(make_time_grid(-3.0, -1.0, 0.5).step_count, 4);
}

TEST(TimeGrid, finds_the_step_of_every_time_that_it_holds_itself) {
  const TimeGrid grid = make_time_grid(0.3, 1000.3, 0.1);
  for (std::int64_t k = 0; k <= grid.step_count; ++k) ASSERT_EQ(find_tick(grid, grid.time(k), "a time"), k);
}

TEST(TimeGrid, accepts_times_as_people_write_them) {
  const TimeGrid grid = make_time_grid(0.0, 1e6, 1e-3);
  EXPECT_EQ(find_tick(grid, 0.3, "a time"), 300);
  EXPECT_EQ(find_tick(grid, 123456.789, "a time"), 123456789);
  EXPECT_EQ(find_tick(grid, -2.0, "a time"), -1);                         // before the start
  EXPECT_EQ(find_tick(grid, 1e6 + 0.7, "a time"), grid.last_tick() + 1);  // after the stop
}

TEST(TimeGrid, names_the_two_nearest_grid_times) {
  const TimeGrid grid = make_time_grid(0.0, 1.0, 0.1);
  EXPECT_EQ(complaint_of([&] { find_tick(grid, 0.25, "the start of the window"); }),
            "error: the start of the window, 0.25, is not a step time (the grid is 0 + k*0.1); "
            "use 0.2 or 0.3, or another step");
  EXPECT_THAT(complaint_of([&] { find_tick(grid, 0.3001, "x"); }), testing::HasSubstr("use 0.3 or 0.4"));
}

TEST(TimeGrid, numbers_the_times_that_split_its_steps) {
  // 0 .1 .13 .15 .2 .3 … .9 .95 1
  const TimeGrid grid = split_grid(make_time_grid(0.0, 1.0, 0.1), {0.95, 0.13, 0.3, 0.15, 0.13 + 1e-14, -1.0, 2.0});
  ASSERT_EQ(grid.splits.size(), 3U);
  EXPECT_EQ(grid.last_tick(), 13);
  const std::vector<double> times = {0, 0.1, 0.13, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0};
  for (std::size_t tick = 0; tick < times.size(); ++tick) {
    EXPECT_DOUBLE_EQ(grid.time(static_cast<std::int64_t>(tick)), times[tick]);
    EXPECT_EQ(find_tick(grid, times[tick], "a time"), static_cast<std::int64_t>(tick));
  }
  EXPECT_EQ(grid.tick_of_step(1), 1);
  EXPECT_EQ(grid.tick_of_step(2), 4);
  EXPECT_EQ(grid.tick_of_step(10), 13);
  EXPECT_THAT(complaint_of([&] { find_tick(grid, 0.14, "x"); }), testing::HasSubstr("use 0.1 or 0.2"));
}

TEST(TimeGrid, names_the_two_nearest_stops) {
  EXPECT_EQ(complaint_of([] { make_time_grid(0.0, 1.05, 0.1); }),
            "error: the stop 1.05 is not a whole number of steps after the start (the grid is 0 + k*0.1); "
            "use 1 or 1.1, or another step");
  EXPECT_THAT(complaint_of([] { make_time_grid(0.0, 0.04, 0.1); }), testing::HasSubstr("use 0.1, or another step"));
}

TEST(TimeGrid, refuses_senseless_numbers) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(complaint_of([] { make_time_grid(0.0, 1.0, 0.0); }), testing::HasSubstr("must be positive"));
  EXPECT_THAT(complaint_of([] { make_time_grid(0.0, 1.0, -0.1); }), testing::HasSubstr("must be positive"));
  EXPECT_THAT(complaint_of([] { make_time_grid(1.0, 1.0, 0.1); }), testing::HasSubstr("not after the start"));
  EXPECT_THAT(complaint_of([&] { make_time_grid(0.0, nan, 0.1); }), testing::HasSubstr("finite"));
  EXPECT_THAT(complaint_of([] { make_time_grid(0.0, 1.0, 1e-15); }), testing::HasSubstr("2^47"));
  EXPECT_THAT(complaint_of([&] { find_tick(ten(), nan, "a time"); }), testing::HasSubstr("finite"));
}

TEST(TimeGrid, refuses_steps_that_its_times_do_not_resolve) {
  EXPECT_EQ(complaint_of([] { make_time_grid(1e15 - 10.0, 1e15, 0.1); }),
            "error: the step 0.1 is too short for times of 1e+15 (neighbouring numbers are 0.125 apart there, "
            "so that steps would differ in length); let the run start at 0 and add the difference where formulas name "
            "t, or use a longer step");
  EXPECT_TRUE(is_step_resolved(-1e9, 1e9, 0.1));
  EXPECT_FALSE(is_step_resolved(-1e15, 0.0, 0.1));
  EXPECT_EQ(make_time_grid(1.7e9, 1.7e9 + 1.0, 0.001).step_count, 1000);  // seconds since 1970
}

}  // namespace
}  // namespace dosde
