#include "io/result/finalise.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "io/result/check.hpp"
#include "io/result/result_file.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

bool are_same_bits(const std::vector<double>& left, const std::vector<double>& right) {
  return left.size() == right.size() && std::memcmp(left.data(), right.data(), left.size() * sizeof(double)) == 0;
}

TEST(Finalise, AnUnfinishedFileTellsHowFarItIs) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {3, 1});  // 8 and 64 trajectories, of which 69, 71-… diverge
  const ResultProgress progress = ResultFile(folder.file("run.h5")).progress();
  EXPECT_EQ(progress.units, 4);
  EXPECT_EQ(progress.finished_units, 2);
  EXPECT_EQ(progress.trajectories, 600);
  EXPECT_EQ(progress.counts.at(TrajectoryStatus::pending), 3 * 128);
  EXPECT_EQ(progress.counts.at(TrajectoryStatus::diverged), 2);  // 79 and 116
  EXPECT_FALSE(progress.is_complete);
  const std::string refusal = message_of([&] { finalise_result_file(folder.file("run.h5")); });
  EXPECT_THAT(refusal, HasSubstr("384 of 600"));
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
  for (const double mean : ResultFile(folder.file("run.h5")).numbers("mean")) EXPECT_TRUE(std::isnan(mean));
  blank_pending_states(folder.file("run.h5"));
  const ResultFile file(folder.file("run.h5"));
  for (const double state : file.states(2, 0, 64)) EXPECT_TRUE(std::isnan(state));
  for (const double state : file.states(2, 64, 64)) EXPECT_FALSE(std::isnan(state));
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
}

TEST(Finalise, AJobThatHasToStopLeavesZerosAndSaysHowMany) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {3, 1});
  EXPECT_EQ(blank_pending_states(folder.file("run.h5"), std::chrono::seconds(0)), 3 * 128);
  for (const double state : ResultFile(folder.file("run.h5")).states(2, 0, 64)) EXPECT_EQ(state, 0.0);
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
  EXPECT_EQ(blank_pending_states(folder.file("run.h5")), 0);
  for (const double state : ResultFile(folder.file("run.h5")).states(2, 0, 64)) EXPECT_TRUE(std::isnan(state));
}

TEST(Finalise, SummariesHaveTheSameBitsForEveryOrderAndSizeOfUnits) {
  const TemporaryFolder folder;
  SyntheticRun small({});
  write_units(small, folder.file("a.h5"), {0, 1, 2, 3});
  write_units(small, folder.file("b.h5"), {2, 3, 1, 0});
  SyntheticRun large({.unit_size = 128});
  write_units(large, folder.file("c.h5"), {1, 0});
  SyntheticRun whole({.unit_size = 1024});
  write_units(whole, folder.file("d.h5"), {0});
  for (const char* name : {"a.h5", "b.h5", "c.h5", "d.h5"}) finalise_result_file(folder.file(name));
  const ResultFile expected(folder.file("a.h5"));
  EXPECT_TRUE(expected.progress().is_complete);
  for (const char* name : {"b.h5", "c.h5", "d.h5"}) {
    const ResultFile file(folder.file(name));
    for (const char* summary : {"count", "mean", "variance", "minimum", "maximum", "quantiles", "state", "crc32c"}) {
      EXPECT_TRUE(are_same_bits(file.numbers(summary), expected.numbers(summary))) << summary << " of " << name;
    }
    EXPECT_EQ(check_result_file(folder.file(name)).finding_count, 0);
  }
  EXPECT_EQ(expected.numbers("reflections"), (std::vector<double>{6, 46, 86}));  // 10 s + unit over four units
}

TEST(Finalise, VarianceNeedsTwoTrajectoriesAndTheMeanOne) {
  const TemporaryFolder folder;
  SyntheticRun lonely({.trajectories = 1});
  write_units(lonely, folder.file("run.h5"), {0});
  finalise_result_file(folder.file("run.h5"));
  const ResultFile file(folder.file("run.h5"));
  for (const double variance : file.numbers("variance")) EXPECT_TRUE(std::isnan(variance));
  for (const double mean : file.numbers("mean")) EXPECT_TRUE(std::isfinite(mean));
}

}  // namespace
}  // namespace dosde
