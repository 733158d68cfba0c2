#include "io/result/check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "io/result/finalise.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

/// A complete, sound file that tests may damage.
class CheckResultFile : public testing::Test {
 protected:
  CheckResultFile() {
    write_units(run_, path_, {0, 1, 2, 3});
    finalise_result_file(path_);
  }

  /// Overwrites element `index` of a dataset.
  template <class Value>
  void set(const std::string& dataset, std::int64_t index, Value value) const {
    RawFile(path_, RawFile::Access::read_write)
        .write_at(read_raw_layout(path_).offset(dataset) + index * static_cast<std::int64_t>(sizeof(Value)), &value,
                  sizeof(Value));
  }

  [[nodiscard]] std::string first_finding() const {
    const CheckReport report = check_result_file(path_);
    return report.findings.empty() ? "" : report.findings.front().sentence;
  }

  TemporaryFolder folder_;
  std::string path_ = folder_.file("run.h5");
  SyntheticRun run_{SyntheticRun::Sizes{}};
};

TEST_F(CheckResultFile, FindsNothingInASoundFile) {
  const CheckReport report = check_result_file(path_);
  EXPECT_EQ(report.finding_count, 0);
  EXPECT_EQ(report.checked_trajectories, 600);
  EXPECT_EQ(report.diverged_trajectories, 6);  // 5, 42, 79, 116, 153, 190
  EXPECT_EQ(report.pending_trajectories, 0);
}

/// CRC-32C finds every error burst of at most 32 bits, so every flip of a byte, wherever it is.
TEST_F(CheckResultFile, FindsEveryFlippedByteOfTheStatesAndNamesTheTrajectory) {
  const RawLayout layout = read_raw_layout(path_);
  const RawFile file(path_, RawFile::Access::read_write);
  std::mt19937 generator(3);
  const std::int64_t row = 7 * 3 * 8;
  for (int trial = 0; trial < 60; ++trial) {
    const std::int64_t place = static_cast<std::int64_t>(generator()) % layout.bytes("state");
    unsigned char byte = 0;
    file.read_at(layout.offset("state") + place, &byte, 1);
    const auto flipped = static_cast<unsigned char>(byte ^ (1 + generator() % 255));
    file.write_at(layout.offset("state") + place, &flipped, 1);
    const CheckReport report = check_result_file(path_);
    file.write_at(layout.offset("state") + place, &byte, 1);
    ASSERT_GE(report.finding_count, 1) << "byte " << place;
    EXPECT_EQ(report.findings[0].scenario, place / row / 200);
    EXPECT_EQ(report.findings[0].trajectory, place / row % 200);
    EXPECT_THAT(report.findings[0].sentence, HasSubstr("do not match their checksum"));
  }
  EXPECT_EQ(check_result_file(path_).finding_count, 0);
}

TEST_F(CheckResultFile, FindsSummariesThatAreNotThoseOfTheRun) {
  set("mean", 11, 0.5);
  EXPECT_THAT(first_finding(), HasSubstr("mean is not what the units' partial sums come to"));
  finalise_result_file(path_);
  EXPECT_EQ(first_finding(), "");
  set("quantiles", 40, 0.5);
  EXPECT_THAT(first_finding(), HasSubstr("quantiles of scenario 0"));
  finalise_result_file(path_);
  set<std::int64_t>("reflections", 1, 7);
  EXPECT_THAT(first_finding(), HasSubstr("reflections"));
  finalise_result_file(path_);
  set("units/partials", 5 * 11 + 1, 0.25);
  EXPECT_THAT(first_finding(), HasSubstr("'units/partials' does not match its checksum in unit 0"));
}

TEST_F(CheckResultFile, FindsStatusesAndEndsThatCannotBe) {
  set<std::uint8_t>("status", 3, 9);
  EXPECT_THAT(first_finding(), HasSubstr("trajectory 3 of scenario 0 has a status that does not exist, 9"));
  set<std::uint8_t>("status", 3, 1);
  set<std::int32_t>("end_variable", 3, 3);
  EXPECT_THAT(first_finding(), HasSubstr("ended through a variable that does not exist"));
  set<std::int32_t>("end_variable", 3, -1);
  EXPECT_EQ(first_finding(), "");
  set<std::uint8_t>("status", 200 + 5, 1);  // it diverged: its later states are NaN
  EXPECT_THAT(first_finding(), HasSubstr("trajectory 5 of scenario 1 has no state of 'x' at save time number 4"));
  set<std::uint8_t>("status", 200 + 5, 3);
  set<std::uint8_t>("status", 6, 3);
  set("end_time", 6, 1.0);
  EXPECT_THAT(first_finding(), HasSubstr("trajectory 6 of scenario 0 has a state of 'x' after it ended"));
  set<std::uint8_t>("status", 6, 0);
  EXPECT_THAT(first_finding(), HasSubstr("trajectory 6 of scenario 0 has status 0 (pending)"));
}

TEST_F(CheckResultFile, FindsMarksAndIndicesOutOfRange) {
  set<std::int8_t>("drift_edges", 2, 5);
  EXPECT_THAT(first_finding(), HasSubstr("regime 0 has a mark in 'drift_edges' that does not exist"));
  set<std::int8_t>("drift_edges", 2, 0);
  set<std::int32_t>("regime_scenario", 1, 3);
  EXPECT_THAT(first_finding(), HasSubstr("belongs to a scenario that the file does not have"));
  set<std::int32_t>("regime_scenario", 1, 1);
  set<char>("variable", 10, 'x');  // "y" becomes "x"
  EXPECT_THAT(first_finding(), HasSubstr("axis 'variable' has a label twice"));
}

TEST_F(CheckResultFile, TellsTheFirstFindingsAndCountsAll) {
  const std::vector<double> zeros(7 * 3 * 50, 0.0);
  RawFile(path_, RawFile::Access::read_write)
      .write_at(read_raw_layout(path_).offset("state"), zeros.data(), static_cast<std::int64_t>(zeros.size()) * 8);
  const CheckReport report = check_result_file(path_, 10);
  EXPECT_EQ(report.findings.size(), 10U);
  EXPECT_GE(report.finding_count, 50);
}

}  // namespace
}  // namespace dosde
