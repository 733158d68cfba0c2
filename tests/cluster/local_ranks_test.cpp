#include "cluster/local_ranks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

using ::testing::Contains;
using ::testing::Not;

TEST(LocalRanks, ThreadsOfOneCoreCountOnce) {
  EXPECT_EQ(count_cores({"0,2", "1,3", "0,2", "1,3"}), 2);
  EXPECT_EQ(count_cores({"0", "1", ""}), 3);
  EXPECT_EQ(count_cores({"", ""}), 2);
  EXPECT_GE(physical_cores(), 1);
}

TEST(LocalRanks, TheCommandEndsWithTheProgramAndItsArguments) {
  LocalLaunch launch{4, 2, true, "/usr/bin/mpirun", "/opt/dosde", {"run", "a.toml", "-j", "4"}};
  const auto command = launch_command(launch);
  EXPECT_EQ(command.front(), launch.launcher);
  const std::vector<std::string> tail(command.end() - 7, command.end());
  EXPECT_EQ(tail, (std::vector<std::string>{"-n", "4", "/opt/dosde", "run", "a.toml", "-j", "4"}));
  launch.ranks = 2;
  launch.is_root = false;
  EXPECT_THAT(launch_command(launch), Not(Contains("--oversubscribe")));
  EXPECT_THAT(launch_command(launch), Not(Contains("--allow-run-as-root")));
}

/// A launcher that is a shell: what stands for the program is its script, the other words are ignored.
int run_script(const std::string& script) {
  return run_on_local_ranks({1, 1, false, DOSDE_SOURCE_DIR "/tests/cluster/last_argument.sh", "script", {script}});
}

TEST(LocalRanks, TheExitCodeIsPassedThrough) {
  EXPECT_EQ(run_script("exit 75"), 75);
  EXPECT_EQ(run_script("exit 0"), 0);
  EXPECT_EQ(run_script("kill -KILL $$"), 128 + SIGKILL);
}

TEST(LocalRanks, TermAndIntArriveAsUserSignalsTheThirdAsItself) {
  // $PPID is this process.
  EXPECT_EQ(run_script("trap 'exit 75' USR1; kill -TERM $PPID; while :; do sleep 0.01; done"), 75);
  EXPECT_EQ(run_script("trap 'exit 75' USR1; kill -INT $PPID; while :; do sleep 0.01; done"), 75);
  EXPECT_EQ(run_script("trap 'exit 12' USR2; kill -USR2 $PPID; while :; do sleep 0.01; done"), 12);
  EXPECT_EQ(run_script("n=0; trap 'n=$((n+1)); kill -TERM $PPID' USR1; trap 'exit $((10+n))' TERM; kill -INT $PPID; "
                       "while :; do sleep 0.01; done"),
            12);
}

TEST(LocalRanks, ALauncherThatIsNotThereIsNamed) {
  try {
    run_on_local_ranks({2, 2, false, "/nowhere/mpirun", "program", {}});
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("/nowhere/mpirun"), std::string::npos);
  }
}

}  // namespace
}  // namespace dosde
