#include "cluster/file_system.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

TEST(FileSystem, KnowsTheNumbersOfTheKernelAndOfParallelFileSystems) {
  EXPECT_EQ(file_system_of_type(0x6969).name, "nfs");
  EXPECT_TRUE(file_system_of_type(0x6969).is_shared);
  EXPECT_EQ(file_system_of_type(0x0BD00BD0).name, "lustre");
  EXPECT_EQ(file_system_of_type(0x47504653).name, "gpfs");
  EXPECT_EQ(file_system_of_type(0x12345678).name, "unknown (type 0x12345678)");
}

TEST(FileSystem, RecommendsAFileForEveryRankWhereMachinesWriteBackPages) {
  for (const unsigned long type : {0x6969UL, 0xFF534D42UL, 0xFE534D42UL, 0x6B414653UL}) {
    const FileSystem system = file_system_of_type(type);
    EXPECT_EQ(system.shared_writes, SharedWrites::overlapping) << system.name;
    EXPECT_NE(layout_advice(system).find("--layout sharded gives every rank a file of its own, which is safe here"),
              std::string::npos)
        << system.name;
  }
  for (const unsigned long type : {0x0BD00BD0UL, 0x19830326UL, 0xAAD7AAEAUL, 0x01021997UL, 0x65735546UL}) {
    const FileSystem system = file_system_of_type(type);
    EXPECT_EQ(system.shared_writes, SharedWrites::uncertain) << system.name;
    EXPECT_NE(layout_advice(system).find("where shared writes fail, run --layout sharded"), std::string::npos);
  }
  for (const unsigned long type : {0xEF53UL, 0x58465342UL, 0x47504653UL, 0x00C36400UL, 0x01021994UL})
    EXPECT_EQ(layout_advice(file_system_of_type(type)), "") << type;
}

TEST(FileSystem, LooksAtFolders) {
  EXPECT_EQ(file_system_of("/proc").name, "unknown (type 0x9fa0)");
  EXPECT_THROW(file_system_of("/no/such/folder"), Error);
}

}  // namespace
}  // namespace dosde
