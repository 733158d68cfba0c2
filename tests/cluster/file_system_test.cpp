#include "cluster/file_system.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

TEST(FileSystem, KnowsTheNumbersOfTheKernelAndOfParallelFileSystems) {
  EXPECT_EQ(file_system_of_type(0x6969).name, "nfs");
  EXPECT_TRUE(file_system_of_type(0x6969).is_shared);
  EXPECT_NE(file_system_of_type(0x6969).remark.find("--shard"), std::string::npos);
  EXPECT_EQ(file_system_of_type(0x0BD00BD0).name, "lustre");
  EXPECT_EQ(file_system_of_type(0x47504653).name, "gpfs");
  EXPECT_EQ(file_system_of_type(0x12345678).name, "unknown (type 0x12345678)");
}

TEST(FileSystem, LooksAtFolders) {
  EXPECT_EQ(file_system_of("/proc").name, "unknown (type 0x9fa0)");
  EXPECT_THROW(file_system_of("/no/such/folder"), Error);
}

}  // namespace
}  // namespace dosde
