#include "engine/expression/table.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace dosde {
namespace {

const Table kSteps{"forcing", {1.0, 2.0, 4.0}, {10.0, -20.0, 7.0}, Interpolation::previous};

TEST(Table, PreviousHoldsEachRowUntilTheNext) {
  const TableView view = view_of(kSteps);
  EXPECT_EQ(look_up(view, 1.0), 10.0);
  EXPECT_EQ(look_up(view, std::nextafter(2.0, 0.0)), 10.0);
  EXPECT_EQ(look_up(view, 2.0), -20.0);
  EXPECT_EQ(look_up(view, 3.9), -20.0);
  EXPECT_EQ(look_up(view, 4.0), 7.0);
}

TEST(Table, LinearJoinsTheRowsByStraightLines) {
  Table lines = kSteps;
  lines.interpolation = Interpolation::linear;
  const TableView view = view_of(lines);
  EXPECT_EQ(look_up(view, 1.0), 10.0);
  EXPECT_EQ(look_up(view, 1.5), -5.0);
  EXPECT_EQ(look_up(view, 2.0), -20.0);
  EXPECT_EQ(look_up(view, 2.5), -20.0 + 27.0 * (0.5 / 2.0));
  EXPECT_EQ(look_up(view, 4.0), 7.0);
}

TEST(Table, TheNearestRowHoldsOutside) {
  for (const Interpolation interpolation : {Interpolation::previous, Interpolation::linear}) {
    Table table = kSteps;
    table.interpolation = interpolation;
    EXPECT_EQ(look_up(view_of(table), -1e300), 10.0);
    EXPECT_EQ(look_up(view_of(table), 0.999), 10.0);
    EXPECT_EQ(look_up(view_of(table), 4.001), 7.0);
    EXPECT_EQ(look_up(view_of(table), INFINITY), 7.0);
    EXPECT_TRUE(std::isnan(look_up(view_of(table), NAN)));
  }
}

TEST(Table, OneRowIsAConstant) {
  const Table table{"constant", {3.0}, {0.25}, Interpolation::linear};
  for (const double time : {-1.0, 3.0, 8.0}) EXPECT_EQ(look_up(view_of(table), time), 0.25);
}

TEST(Table, FindsEveryRowOfALongTable) {
  Table table{"long", {}, {}, Interpolation::previous};
  for (int row = 0; row < 1000; ++row) {
    table.times.push_back(0.5 * row * row);
    table.values.push_back(row);
  }
  for (int row = 0; row < 1000; ++row) {
    ASSERT_EQ(look_up(view_of(table), table.times[static_cast<std::size_t>(row)]), row);
    ASSERT_EQ(look_up(view_of(table), table.times[static_cast<std::size_t>(row)] + 0.25), row);
  }
}

}  // namespace
}  // namespace dosde
