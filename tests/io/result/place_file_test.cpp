#include "io/result/place_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/core/error.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

std::string content_of_file(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(PlaceFile, GivesAFileItsNameAndReplacesOnlyWhenTold) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("new")) << "new";
  std::ofstream(folder.file("old")) << "old";
  EXPECT_THROW(place_file(folder.file("new"), folder.file("old"), ExistingFile::refuse), Error);
  EXPECT_EQ(content_of_file(folder.file("old")), "old");
  place_file(folder.file("new"), folder.file("old"), ExistingFile::replace);
  EXPECT_EQ(content_of_file(folder.file("old")), "new");
  EXPECT_FALSE(std::filesystem::exists(folder.file("new")));
  place_file(folder.file("old"), folder.file("other"), ExistingFile::refuse);
  EXPECT_EQ(content_of_file(folder.file("other")), "new");
}

TEST(PlaceFile, KnowsTheFolder) {
  EXPECT_EQ(folder_of("a/b.h5"), "a");
  EXPECT_EQ(folder_of("b.h5"), ".");
}

}  // namespace
}  // namespace dosde
