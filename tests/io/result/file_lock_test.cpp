#include "io/result/file_lock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

TEST(FileLock, RefusesASecondHolderAndNamesTheFirst) {
  const TemporaryFolder folder;
  std::optional<FileLock> first(std::in_place, folder.file("run.h5"));
  const std::string refusal = message_of([&] { const FileLock second(folder.file("run.h5")); });
  EXPECT_THAT(refusal, HasSubstr("process " + std::to_string(getpid())));
  first.reset();
  EXPECT_FALSE(std::filesystem::exists(folder.file("run.h5.lock")));
  EXPECT_NO_THROW(const FileLock third(folder.file("run.h5")));
}

TEST(FileLock, TellsOthersWhoHoldsIt) {
  const TemporaryFolder folder;
  EXPECT_EQ(lock_holder(folder.file("run.h5")), "");
  std::optional<FileLock> lock(std::in_place, folder.file("run.h5"));
  EXPECT_THAT(lock_holder(folder.file("run.h5")), HasSubstr("process " + std::to_string(getpid())));
  lock.reset();
  std::ofstream(folder.file("run.h5.lock")) << "left behind by a killed process";
  EXPECT_EQ(lock_holder(folder.file("run.h5")), "");
}

TEST(FileLock, SurvivesThatTheHolderClosesTheFile) {
  const TemporaryFolder folder;
  const FileLock lock(folder.file("run.h5"));
  { const std::ifstream reader(folder.file("run.h5.lock")); }  // would drop a POSIX lock
  EXPECT_THROW(const FileLock second(folder.file("run.h5")), Error);
}

TEST(FileLock, EndsWithAKilledProcess) {
  const TemporaryFolder folder;
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const FileLock lock(folder.file("run.h5"));
    const char byte = '!';
    if (write(ready[1], &byte, 1) != 1) _exit(1);
    pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_THROW(const FileLock second(folder.file("run.h5")), Error);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(folder.file("run.h5.lock"))) << "what a killed job leaves behind";
  EXPECT_NO_THROW(const FileLock second(folder.file("run.h5")));
}

}  // namespace
}  // namespace dosde
