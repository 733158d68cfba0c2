#include "io/result/fleeting_file.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <vector>

#include "engine/core/error.hpp"
#include "io/result/file_lock.hpp"
#include "io/result/place_file.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

/// How a process that does this ends.
int status_of(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    for (const int number : {SIGTERM, SIGINT, SIGHUP}) std::signal(number, SIG_DFL);
    work();
    _exit(7);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(FleetingFile, IsRemovedByASignalThatEndsTheProcess) {
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) {
    const TemporaryFolder folder;
    const int status = status_of([&] {
      std::ofstream(folder.file("kept")) << "whole";
      std::ofstream(folder.file("half")) << "not whole";
      { const FleetingFile before(folder.file("kept")); }
      const FleetingFile half(folder.file("half"));
      raise(number);
    });
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), number) << "the process ends as the signal has it";
    EXPECT_FALSE(std::filesystem::exists(folder.file("half")));
    EXPECT_TRUE(std::filesystem::exists(folder.file("kept"))) << "whose name was given back";
  }
}

TEST(FleetingFile, LeavesSignalsToWhoCatchesOrIgnoresThem) {
  const TemporaryFolder folder;
  const int status = status_of([&] {
    std::signal(SIGTERM, SIG_IGN);
    std::ofstream(folder.file("half")) << "not whole";
    const FleetingFile half(folder.file("half"));
    raise(SIGTERM);
  });
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7);
  EXPECT_TRUE(std::filesystem::exists(folder.file("half")));
}

TEST(FleetingFile, GivesTheSignalsBack) {
  const int status = status_of([] {
    { const FleetingFile none("/nowhere/at/all"); }
    struct sigaction action = {};
    sigaction(SIGTERM, nullptr, &action);
    _exit(action.sa_handler == SIG_DFL ? 0 : 1);
  });
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST(FleetingFile, LeavesAHandlerThatCameLater) {
  const int status = status_of([] {
    {
      const FleetingFile none("/nowhere/at/all");
      std::signal(SIGTERM, SIG_IGN);
    }
    raise(SIGTERM);
  });
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

TEST(FleetingFile, MoreThanAFewAreLeftToTheirOwners) {
  const TemporaryFolder folder;
  const int status = status_of([&] {
    std::vector<std::unique_ptr<FleetingFile>> files;
    for (int i = 0; i < 12; ++i) files.push_back(std::make_unique<FleetingFile>(folder.file(std::to_string(i))));
    std::ofstream(folder.file("0")) << "first";
    raise(SIGTERM);
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_FALSE(std::filesystem::exists(folder.file("0")));
}

TEST(FleetingFile, OfAResultAndItsLockNothingIsLeft) {
  const TemporaryFolder folder;
  const int status = status_of([&] {
    const FileLock lock(folder.file("run.h5"));
    make_and_place(folder.file("run.h5"), ExistingFile::refuse, [](const std::string& growing) {
      std::ofstream(growing) << "half a file";
      raise(SIGTERM);
    });
  });
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace dosde
