#include "io/result/shard_table.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

TEST(ShardTable, OwnedUnitsAreRanges) {
  const ShardTable table{{}, {1, 1, 0, -1, -1, 0, 1}};
  const std::vector<OwnedRun> runs = owned_runs(table);
  ASSERT_EQ(runs.size(), 4u);
  const std::vector<std::vector<std::int64_t>> expected = {{0, 2, 1}, {2, 3, 0}, {5, 6, 0}, {6, 7, 1}};
  for (std::size_t k = 0; k < runs.size(); ++k)
    EXPECT_EQ((std::vector<std::int64_t>{runs[k].first, runs[k].end, runs[k].shard}), expected[k]);
  EXPECT_TRUE(owned_runs({}).empty());
}

TEST(ShardTable, ShardsAreNamedFromTheFolderOfTheResultAndFoundThroughALink) {
  const TemporaryFolder folder;
  EXPECT_EQ(shard_name(folder.file("loop.h5"), 3), "loop.h5.shards/0003.h5");
  EXPECT_EQ(shard_name("loop.h5", 12345), "loop.h5.shards/12345.h5");
  create_shard_folder(folder.file("loop.h5"));
  std::ofstream(folder.file("loop.h5"));
  std::ofstream(folder.file("loop.h5.shards/0003.h5"));
  std::filesystem::create_directory(folder.file("other"));
  std::filesystem::create_symlink("../loop.h5", folder.file("other/link.h5"));
  EXPECT_TRUE(std::filesystem::exists(locate_shard(folder.file("other/link.h5"), "loop.h5.shards/0003.h5")));
  EXPECT_FALSE(std::filesystem::exists(locate_shard(folder.file("other/link.h5"), "loop.h5.shards/0004.h5")));
}

TEST(ShardTable, OnlyResultFilesOfShardNamesAreRemoved) {
  const TemporaryFolder folder;
  const std::string path = folder.file("run.h5");
  create_shard_folder(path);
  SyntheticRun run({});
  write_units(run, folder.file("run.h5.shards/0000.h5"), {});
  write_units(run, folder.file("run.h5.shards/mine.h5"), {});
  std::ofstream(folder.file("run.h5.shards/0001.h5")) << "not ours";
  EXPECT_EQ(shards_beside(path).size(), 2u);
  EXPECT_NE(message_of([&] { create_shard_folder(path); }).find("holds 2 shards of another result"), std::string::npos);
  remove_shards(path);
  EXPECT_FALSE(std::filesystem::exists(folder.file("run.h5.shards/0000.h5")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("run.h5.shards/0001.h5")));
  EXPECT_TRUE(std::filesystem::exists(folder.file("run.h5.shards/mine.h5")));
  std::filesystem::remove(folder.file("run.h5.shards/0001.h5"));
  std::filesystem::remove(folder.file("run.h5.shards/mine.h5"));
  remove_shards(path);
  EXPECT_FALSE(std::filesystem::exists(folder.file("run.h5.shards")));
}

}  // namespace
}  // namespace dosde
