#include "engine/ensemble/piece.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

TEST(Pieces, AreCutWhereTheGridIsSplit) {
  const TimeGrid grid = split_grid(make_time_grid(0.0, 1.0, 0.1), {0.125, 0.15, 0.3, 0.975});
  const std::vector<Piece> pieces = cut_pieces(grid, 2);
  ASSERT_EQ(pieces.size(), 5U);  // [0.1, 0.125), [0.125, 0.15), [0.15, 0.2), [0.9, 0.975), [0.975, 1)
  const std::vector<std::int64_t> ticks = {1, 2, 3, 11, 12};
  const std::vector<double> lengths = {0.025, 0.025, 0.05, 0.075, 0.025};
  const std::vector<std::int32_t> cells = {0, 1, 2, 1, 2};  // of 0.05
  const std::vector<double> fractions = {0.5, 0.0, 0.0, 0.5, 0.0};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i].first_tick, ticks[i]);
    EXPECT_EQ(pieces[i].step, i < 3 ? 1 : 9);
    EXPECT_NEAR(pieces[i].length, lengths[i], 1e-15);
    EXPECT_EQ(pieces[i].end_cell, cells[i]);
    EXPECT_EQ(pieces[i].end_fraction, fractions[i]);  // exactly: the rounding of the times is taken off
  }
  EXPECT_TRUE(cut_pieces(make_time_grid(0.0, 1.0, 0.1), 1).empty());
}

/// Steps that are parts of a cell: ends are counted from its start.
TEST(Pieces, AreCutInsideLongCells) {
  const TimeGrid grid = split_grid(make_time_grid(0.0, 1.0, 0.1), {0.125, 0.15, 0.775});
  const std::vector<Piece> pieces = cut_pieces(grid, 1, 4);
  ASSERT_EQ(pieces.size(), 5U);  // [0.1, 0.125), [0.125, 0.15), [0.15, 0.2), [0.7, 0.775), [0.775, 0.8)
  const std::vector<std::int32_t> cells = {0, 0, 0, 0, 1};  // of 0.4
  const std::vector<double> fractions = {0.3125, 0.375, 0.5, 0.9375, 0.0};
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    EXPECT_EQ(pieces[i].end_cell, cells[i]);
    EXPECT_EQ(pieces[i].end_fraction, fractions[i]);
  }
}

TEST(Pieces, AreCountedByBatch) {
  const TimeGrid grid = split_grid(make_time_grid(0.0, 1.0, 0.1), {0.05, 0.33, 0.36, 0.45, 0.95});
  const std::vector<Piece> pieces = cut_pieces(grid, 1);  // 2 of step 0, 3 of step 3, 2 of step 4, 2 of step 9
  EXPECT_EQ(most_pieces_of_batch(pieces, 4), 5);
  EXPECT_EQ(most_pieces_of_batch(pieces, 8), 7);
  EXPECT_EQ(most_pieces_of_batch({}, 4), 0);
}

TEST(Pieces, ComeFromEveryScenarioAndSave) {
  Experiment experiment = experiment_between_steps();
  const TimeGrid grid = split_for_actions(experiment);
  std::vector<double> times;
  for (const auto& split : grid.splits) times.push_back(split.time);
  const std::vector<double> expected = {0.03125, 0.1,     0.2, 0.3, 0.51, 0.9, 1.015625, 1.19,
                                        1.2,     1.46875, 1.6, 1.7, 2.01, 2.3, 2.4,      2.4999};
  ASSERT_EQ(times.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(times[i], expected[i], 1e-12);
}

/// Tables split the steps of those that choose their own: where they jump, where they have a kink, and nowhere else.
TEST(Pieces, ComeFromTablesWhereStepsAreAdaptive) {
  Experiment experiment = experiment_between_steps();
  experiment.time = make_time_grid(0.0, 4.0, 1.0);
  experiment.saves.times = {0.0, 4.0};
  experiment.scenarios.resize(1);
  experiment.scenarios[0].interventions.clear();
  experiment.model.inputs = {{"held", {0.3, 1.2, 2.5, 3.0}, {1.0, 1.0, 4.0, 5.0}, Interpolation::previous},
                             {"drawn", {0.5, 0.75, 1.0, 1.7, 3.1}, {0.0, 1.0, 2.0, 2.0, 2.0}, Interpolation::linear}};
  EXPECT_TRUE(split_for_actions(experiment).splits.empty());
  experiment.step_control = StepControl{};
  std::vector<double> times;
  for (const auto& split : split_for_actions(experiment).splits) times.push_back(split.time);
  EXPECT_EQ(times, (std::vector<double>{0.5, 2.5}));  // 1 and 3 are step times
}

}  // namespace
}  // namespace dosde
