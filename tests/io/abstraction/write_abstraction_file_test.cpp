#include "io/abstraction/write_abstraction_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "engine/core/error.hpp"
#include "tests/io/abstraction/example_abstraction.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

// What is in the file: tests/cli/abstract_test.py reads it with xarray.

TEST(WriteAbstractionFile, replaces_nothing_unasked_and_leaves_nothing_behind) {
  const TemporaryFolder folder;
  const std::string path = folder.file("diagrams.h5");
  const Abstraction abstraction = example_abstraction();
  write_abstraction_file(abstraction, {}, "macro", path, ExistingFile::refuse, {});
  EXPECT_THROW(write_abstraction_file(abstraction, {}, "", path, ExistingFile::refuse, {}), Error);
  write_abstraction_file(abstraction, {}, "", path, ExistingFile::replace, {});
  EXPECT_THROW(write_abstraction_file(abstraction, {}, "", path, ExistingFile::replace, {path}), Error);
  EXPECT_THROW(write_abstraction_file(abstraction, {}, "", folder.file("none/a.h5"), ExistingFile::refuse, {}), Error);
  const auto files = std::filesystem::directory_iterator(folder.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);  // no .part, no .lock
}

}  // namespace
}  // namespace dosde
