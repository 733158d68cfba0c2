#include "io/result/merge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <numeric>

#include "io/result/attempts.hpp"
#include "io/result/check.hpp"
#include "io/result/diff.hpp"
#include "io/result/finalise.hpp"
#include "io/result/pending_units.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

/// A run of four units, whole, and in files of some units each.
class MergeResultFiles : public testing::Test {
 protected:
  MergeResultFiles() {
    write_units(run_, whole_, {0, 1, 2, 3});
    finalise_result_file(whole_);
  }

  /// A file of the run that has these units. Its command line has a length of its own, so its data stand elsewhere.
  std::string shard(const std::string& name, const std::vector<std::int64_t>& units) {
    run_.request.provenance.command_line = std::string(5000 * (units.size() + 1), 'x');
    write_units(run_, folder_.file(name), units);
    begin_attempt(folder_.file(name), attempt_from_now());
    return folder_.file(name);
  }

  TemporaryFolder folder_;
  SyntheticRun run_ = SyntheticRun({});
  std::string whole_ = folder_.file("whole.h5");
  std::string merged_ = folder_.file("merged.h5");
};

TEST_F(MergeResultFiles, GivesTheFileOfOneRun) {
  const MergeReport report =
      merge_result_files(merged_, {shard("a.h5", {3}), shard("b.h5", {0, 1}), shard("c.h5", {2, 1})});
  EXPECT_EQ(report.units, 4);
  EXPECT_EQ(report.merged_units, 4);
  EXPECT_TRUE(report.missing.empty());
  EXPECT_EQ(report.diverged, 6);
  EXPECT_TRUE(diff_result_files(whole_, merged_).differences.empty());
  EXPECT_TRUE(diff_result_files(whole_, merged_).remarks.size() == 1U);  // that provenance is not compared
  EXPECT_EQ(check_result_file(merged_).finding_count, 0);
  const std::vector<Attempt> attempts = ResultFile(merged_).attempts();
  ASSERT_EQ(attempts.size(), 4U);
  EXPECT_EQ(attempts.back().exit_code, 5);
  EXPECT_EQ(ResultFile(merged_).share().count, 4);
}

/// Work units that are a range of trajectories x a range of scenarios, cut across both.
TEST_F(MergeResultFiles, GivesTheFileOfOneSweep) {
  run_ = SyntheticRun({.scenarios = 5, .unit_points = 2});
  std::vector<std::int64_t> all(12);  // 4 ranges of trajectories x 3 of scenarios
  std::iota(all.begin(), all.end(), 0);
  write_units(run_, whole_, all);
  finalise_result_file(whole_);
  EXPECT_EQ(check_result_file(whole_).finding_count, 0);
  const MergeReport report = merge_result_files(
      merged_, {shard("a.h5", {0, 1, 2}), shard("b.h5", {3, 4, 5, 6, 7, 8, 9}), shard("c.h5", {11, 10})});
  EXPECT_EQ(report.merged_units, 12);
  EXPECT_TRUE(diff_result_files(whole_, merged_).differences.empty());
  EXPECT_EQ(check_result_file(merged_).finding_count, 0);
  EXPECT_EQ(find_pending_units(merged_, Verification::full).units.size(), 0U);
  const std::vector<bool> finished = {true, true, true, false, false, false, false, false, false, false, false, false};
  EXPECT_EQ(ResultFile(folder_.file("a.h5")).finished_units(), finished);
  EXPECT_EQ(check_result_file(folder_.file("a.h5")).finding_count, 0);
}

TEST_F(MergeResultFiles, SaysWhatIsMissing) {
  const std::vector<std::string> shards = {shard("a.h5", {3}), shard("b.h5", {0})};
  EXPECT_THAT(message_of([&] { merge_result_files(merged_, shards); }),
              HasSubstr("2 of 4 work units are in no shard, the first are units 1 to 2"));
  EXPECT_FALSE(std::filesystem::exists(merged_));
  const MergeReport report = merge_result_files(merged_, shards, {.allows_missing = true});
  ASSERT_EQ(report.missing.size(), 1U);
  EXPECT_EQ(report.missing[0].first, 1);
  EXPECT_EQ(report.missing[0].count, 2);
  const std::vector<bool> finished = {true, false, false, true};
  EXPECT_EQ(ResultFile(merged_).finished_units(), finished);
  EXPECT_FALSE(ResultFile(merged_).progress().is_complete);
  EXPECT_EQ(check_result_file(merged_).finding_count, 0);
}

TEST_F(MergeResultFiles, RefusesWhatIsNotOfOneRun) {
  const std::string mine = shard("a.h5", {0, 1});
  const auto refusal = [&](const std::string& other) {
    return message_of([&] { merge_result_files(merged_, {mine, other}); });
  };
  run_.request.provenance.seed = 7;
  EXPECT_THAT(refusal(shard("b.h5", {2, 3})), HasSubstr("seed 18446744073709551615 against 7"));
  run_ = SyntheticRun({});
  run_.request.provenance.noise_version = "0";
  EXPECT_THAT(refusal(shard("b.h5", {2, 3})), HasSubstr("noise version 1 against 0"));
  run_ = SyntheticRun({.unit_size = 128});
  EXPECT_THAT(refusal(shard("b.h5", {1})), HasSubstr("units of 64 against 128 trajectories"));
  run_ = SyntheticRun({.subset = true});
  EXPECT_THAT(refusal(shard("b.h5", {2, 3})), HasSubstr("labels, graphs or save times differ"));
  EXPECT_FALSE(std::filesystem::exists(merged_));
}

TEST_F(MergeResultFiles, RefusesDamageAndContradictions) {
  const std::string one = shard("a.h5", {0, 1});
  const std::string two = shard("b.h5", {1, 2, 3});
  {
    const RawLayout layout = read_raw_layout(two);
    const double wrong = -1.0;
    RawFile(two, RawFile::Access::read_write).write_at(layout.offset("state") + 64 * 7 * 3 * 8, &wrong, 8);
  }
  EXPECT_THAT(message_of([&] { merge_result_files(merged_, {one, two}); }), HasSubstr("not sound"));
  // A file that is sound by itself, of a run whose numbers are others: what a defective machine would write.
  SyntheticRun other({});
  UnitResult unit = other.unit(1);
  std::vector<double> states(unit.states.begin(), unit.states.end());
  states[0] = -1.0;
  unit.states = states;
  const std::string three = shard("c.h5", {2, 3});
  ResultFileSink(three).write(unit);
  EXPECT_THAT(message_of([&] { merge_result_files(merged_, {one, three}); }), HasSubstr("different results in unit 1"));
}

}  // namespace
}  // namespace dosde
