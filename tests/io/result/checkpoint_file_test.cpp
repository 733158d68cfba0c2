#include "io/result/checkpoint_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

const UnitCheckpoint example{7, 4096, 16, {1.0, 2.0, 3.0}, {4.0, 5.0}};

TEST(CheckpointFiles, GiveBackWhatWasStored) {
  const TemporaryFolder folder;
  const CheckpointFiles files(folder.file("run.h5"), 42);
  files.store(example);
  UnitCheckpoint found;
  ASSERT_TRUE(files.load(7, found));
  EXPECT_EQ(found.unit, 7);
  EXPECT_EQ(found.next_step, 4096);
  EXPECT_EQ(found.block_width, 16);
  EXPECT_EQ(found.workspace, example.workspace);
  EXPECT_EQ(found.states, example.states);
  EXPECT_FALSE(files.load(8, found));
  files.remove(7);
  EXPECT_FALSE(files.load(7, found));
}

TEST(CheckpointFiles, OfAnotherRunAreIgnored) {
  const TemporaryFolder folder;
  CheckpointFiles(folder.file("run.h5"), 42).store(example);
  UnitCheckpoint found;
  EXPECT_FALSE(CheckpointFiles(folder.file("run.h5"), 43).load(7, found));
  EXPECT_NE(identify_run("a"), identify_run("b"));
}

TEST(CheckpointFiles, AnyChangedOrMissingByteIsNoticed) {
  const TemporaryFolder folder;
  const CheckpointFiles files(folder.file("run.h5"), 42);
  files.store(example);
  const std::string name = folder.file("run.h5.unit-7.checkpoint");
  std::ifstream reader(name, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(reader)), {});
  const auto try_bytes = [&](const std::string& bytes) {
    std::ofstream(name, std::ios::binary) << bytes;
    UnitCheckpoint found;
    return files.load(7, found);
  };
  EXPECT_TRUE(try_bytes(good));
  for (std::size_t place = 0; place < good.size(); ++place) {
    std::string bad = good;
    bad[place] = static_cast<char>(bad[place] ^ 1);
    EXPECT_FALSE(try_bytes(bad)) << "byte " << place;
  }
  EXPECT_FALSE(try_bytes(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(try_bytes(""));
}

}  // namespace
}  // namespace dosde
