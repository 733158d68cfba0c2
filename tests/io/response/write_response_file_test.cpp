#include "io/response/write_response_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/core/error.hpp"
#include "tests/io/response/example_response.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

// What is in the file: tests/cli/response_test.py reads it with xarray.

TEST(WriteResponseFile, ReplacesNothingUnasked) {
  const TemporaryFolder folder;
  const std::string path = folder.file("response.h5");
  const Response response = example_response();
  write_response_file(response, {}, path, ExistingFile::refuse, {});
  EXPECT_THROW(write_response_file(response, {}, path, ExistingFile::refuse, {}), Error);
  write_response_file(response, {}, path, ExistingFile::replace, {});
  EXPECT_THROW(write_response_file(response, {}, path, ExistingFile::replace, {path}), Error);
  std::ofstream(folder.file("mine.txt")) << "mine";
  EXPECT_THROW(write_response_file(response, {}, folder.file("mine.txt"), ExistingFile::replace, {}), Error);
  const auto files = std::filesystem::directory_iterator(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 2);  // no .part, no .lock
}

TEST(WriteResponseFile, LeavesNothingBehindWhereItFails) {
  const TemporaryFolder folder;
  EXPECT_THROW(write_response_file(example_response(), {}, folder.file("none/response.h5"), ExistingFile::refuse, {}),
               Error);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace dosde
