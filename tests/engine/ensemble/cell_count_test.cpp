#include "engine/ensemble/cell_count.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

const TimeGrid hundred_steps = make_time_grid(0.0, 1.0, 0.01);

std::string refusal_of(double cell) {
  try {
    count_cells(hundred_steps, cell);
  } catch (const Error& error) {
    return format_diagnostic(error.diagnostics().front());
  }
  return "";
}

TEST(CellCount, OneOfTheTwoIsAWholeMultipleOfTheOther) {
  const auto expect = [](double cell, std::int32_t cells_per_step, std::int32_t steps_per_cell) {
    const CellCount count = count_cells(hundred_steps, cell);
    EXPECT_EQ(count.cells_per_step, cells_per_step) << cell;
    EXPECT_EQ(count.steps_per_cell, steps_per_cell) << cell;
  };
  expect(0.0, 1, 1);
  expect(0.01, 1, 1);
  expect(0.01 / 3.0, 3, 1);
  expect(0.03, 1, 3);
  expect(0.16, 1, 16);
  expect(2.0, 1, 200);  // longer than the run
  expect(0.01 * 1048576.0, 1, 1048576);
}

TEST(CellCount, OthersAreRefused) {
  EXPECT_NE(refusal_of(0.025).find("error[E013]: neither the step nor the noise cell is a whole multiple of the other "
                                   "(the step is 0.01, the cell 0.025); use the step, a whole fraction of it such as "
                                   "0.005, or a multiple such as 0.02"),
            std::string::npos)
      << refusal_of(0.025);
  EXPECT_NE(refusal_of(0.003).find("[E013]"), std::string::npos);
  EXPECT_NE(refusal_of(-0.01).find("[E013]"), std::string::npos);
  EXPECT_NE(refusal_of(1e-9).find("[E005]: the noise cell is too short"), std::string::npos) << refusal_of(1e-9);
  EXPECT_NE(refusal_of(0.01 * 1048577.0).find("[E005]: the noise cell is too long"), std::string::npos);
}

}  // namespace
}  // namespace dosde
