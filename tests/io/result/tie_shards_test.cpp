#include "io/result/tie_shards.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <filesystem>

#include "io/result/attempts.hpp"
#include "io/result/check.hpp"
#include "io/result/create.hpp"
#include "io/result/finalise.hpp"
#include "io/result/merge.hpp"
#include "io/result/pending_units.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using Units = std::vector<std::int64_t>;

class TieShardsTest : public ::testing::Test {
 protected:
  /// As a job of two ranks leaves it when it is killed: these units in the shards, nothing tied.
  void write(SyntheticRun& run, const Units& first, const Units& second) {
    create_shard_folder(path_);
    ResultFileRequest request = run.request;
    request.shards = empty_shards(request, path_, 2);
    create_result_file(request, path_);
    write_units(run, shard(0), first);
    write_units(run, shard(1), second);
    begin_attempt(path_, attempt_from_now());
  }

  [[nodiscard]] std::string shard(int rank) const { return locate_shard(path_, shard_name(path_, rank)); }

  void expect_equal_to(SyntheticRun& run) const {
    Units all(static_cast<std::size_t>(run.request.shape.unit_count()));
    for (std::size_t unit = 0; unit < all.size(); ++unit) all[unit] = static_cast<std::int64_t>(unit);
    write_units(run, folder_.file("plain.h5"), all);
    finalise_result_file(folder_.file("plain.h5"));
    const ResultFile one(folder_.file("plain.h5"));
    const ResultFile two(path_);
    for (const char* dataset : {"status", "end_time", "end_variable", "crc32c", "mean", "count", "units/crc32c",
                                "units/partials", "units/reflections", "reflections", "complete"})
      EXPECT_TRUE(!one.has(dataset) || one.numbers(dataset) == two.numbers(dataset)) << dataset;
    for (std::int64_t scenario = 0; scenario < one.sizes().scenarios; ++scenario) {
      const auto bytes = [&](const ResultFile& file) {
        std::vector<std::uint64_t> bits;
        for (const double state : file.states(scenario, 0, one.sizes().kept))
          bits.push_back(std::bit_cast<std::uint64_t>(state));
        return bits;
      };
      EXPECT_EQ(bytes(one), bytes(two)) << scenario;
    }
  }

  const TemporaryFolder folder_;
  const std::string path_ = folder_.file("run.h5");
};

TEST_F(TieShardsTest, TheFileShowsWhatItsShardsHold) {
  SyntheticRun run({});
  write(run, {3, 0}, {1});
  EXPECT_FALSE(is_tied(path_));
  EXPECT_EQ(ResultFile(path_).progress().finished_units, 3) << "of a running job the shards are asked";
  EXPECT_EQ(ResultFile(path_).numbers("status")[0], 0.0) << "what is not tied is not shown";
  tie_shards(path_, run.request);
  EXPECT_TRUE(is_tied(path_));
  EXPECT_EQ(ResultFile(path_).numbers("status")[0], 1.0);
  EXPECT_EQ(ResultFile(path_).attempts().size(), 1u) << "what was written since the creation is kept";
  EXPECT_EQ(find_pending_units(path_, Verification::full).units, (Units{2}));
  EXPECT_EQ(check_result_file(path_).finding_count, 0);

  untie_shards(path_);
  ResultFileSink(shard(0)).write(run.unit(2));
  tie_shards(path_, run.request);
  finalise_result_file(path_);
  expect_equal_to(run);
  EXPECT_EQ(check_result_file(path_).finding_count, 0);
}

TEST_F(TieShardsTest, UnitsThatAreAPartOfTheScenariosAreShownToo) {
  for (const std::int64_t unit_points : {1, 2}) {
    SyntheticRun::Sizes sizes;
    sizes.scenarios = 5;
    sizes.unit_points = unit_points;
    SyntheticRun run(sizes);
    remove_shards(path_);
    std::filesystem::remove(path_);
    std::filesystem::remove(folder_.file("plain.h5"));
    Units odd;
    Units even;
    for (std::int64_t unit = 0; unit < run.request.shape.unit_count(); ++unit)
      (unit % 3 == 1 ? odd : even).push_back(unit);
    write(run, odd, even);
    tie_shards(path_, run.request);
    finalise_result_file(path_);
    expect_equal_to(run);
  }
}

TEST_F(TieShardsTest, AShardThatRanksOfALaterJobAddedIsFound) {
  SyntheticRun run({});
  write(run, {0}, {1});
  tie_shards(path_, run.request);
  untie_shards(path_);
  write_units(run, shard(2), {2, 3});
  EXPECT_EQ(ResultFile(path_).progress().finished_units, 4);
  tie_shards(path_, run.request);
  EXPECT_EQ(ResultFile(path_).shards().size(), 3u);
  finalise_result_file(path_);
  expect_equal_to(run);
}

TEST_F(TieShardsTest, AUnitThatIsReopenedIsPendingInItsShard) {
  SyntheticRun run({});
  write(run, {0, 1}, {2, 3});
  tie_shards(path_, run.request);
  reopen_units(path_, {2});
  EXPECT_EQ(find_pending_units(shard(1), Verification::none).units, (Units{0, 1, 2}));
  EXPECT_EQ(ResultFile(path_).progress().finished_units, 3);
}

TEST_F(TieShardsTest, AMissingShardIsMissedOnceAJobHasBegun) {
  SyntheticRun run({});
  write(run, {0, 1}, {2, 3});
  tie_shards(path_, run.request);
  std::filesystem::rename(shard(1), folder_.file("elsewhere.h5"));
  for (int once = 0; once < 2; ++once) {
    const std::string told = message_of([&] { const ResultFile file(path_); });
    EXPECT_NE(told.find("misses its shard 'run.h5.shards/0001.h5'"), std::string::npos) << told;
    EXPECT_NE(message_of([&] { tie_shards(path_, run.request); }).find("misses its shard"), std::string::npos);
    untie_shards(path_);  // a job that was killed later
  }
  const MergeReport report = merge_result_files(folder_.file("rest.h5"), {shard(0)}, {true});
  EXPECT_EQ(report.merged_units, 2) << "the way out: what is left as a plain file";
}

TEST_F(TieShardsTest, AShardOfAnotherRunIsRefused) {
  SyntheticRun run({});
  write(run, {0, 1}, {2, 3});
  SyntheticRun other({});
  other.request.provenance.scenario_resolved += "# another";
  std::filesystem::remove(shard(1));
  write_units(other, shard(1), {2, 3});
  EXPECT_NE(message_of([&] { tie_shards(path_, run.request); }).find("another run"), std::string::npos);
}

}  // namespace
}  // namespace dosde
