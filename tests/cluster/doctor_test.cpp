#include "cluster/doctor.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

// On several ranks, and as people start it: doctor_test.py.
TEST(Doctor, FindsAGoodFolderGoodAndLeavesNothing) {
  int count = 0;
  char** arguments = nullptr;
  const Session session(count, arguments);
  const auto folder = std::filesystem::temp_directory_path() / ("dosde_doctor_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  for (const DoctorFinding& finding : examine_folder(folder.string(), session))
    EXPECT_NE(finding.health, Health::bad) << finding.what << ": " << finding.detail;
  EXPECT_TRUE(std::filesystem::is_empty(folder));
  std::filesystem::remove_all(folder);
  EXPECT_THROW(examine_folder(folder.string(), session), Error);
}

}  // namespace
}  // namespace dosde
