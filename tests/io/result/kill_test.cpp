#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <random>
#include <vector>

#include "io/result/check.hpp"
#include "io/result/create.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

constexpr std::int64_t unit_count = 40;

/// Writes units as fast as it can and tells of each finished one through the pipe, until it is killed.
[[noreturn]] void write_until_killed(const std::vector<std::unique_ptr<SyntheticRun>>& runs, const std::string& path,
                                     int pipe_end) {
  ResultFileSink sink(path);
  for (std::int64_t unit = 0; unit < unit_count; ++unit) {
    sink.write(runs[static_cast<std::size_t>(unit)]->current());
    if (write(pipe_end, &unit, sizeof(unit)) != sizeof(unit)) _exit(2);
  }
  for (;;) pause();
}

/// A kill at any moment: every unit that was finished is whole and right, and the file opens. The units are made
/// before, so that the writer spends its time in the system calls between which, and in which, it is killed.
TEST(KilledWriter, LosesNoFinishedUnit) {
  const TemporaryFolder folder;
  const std::string path = folder.file("run.h5");
  std::vector<std::unique_ptr<SyntheticRun>> runs;
  for (std::int64_t unit = 0; unit < unit_count; ++unit) {
    runs.push_back(std::make_unique<SyntheticRun>(SyntheticRun::Sizes{.trajectories = 64 * unit_count, .times = 50}));
    runs.back()->unit(unit);
  }
  create_result_file(runs[0]->request, folder.file("empty.h5"));
  std::mt19937 generator(11);
  std::int64_t finished = 0;
  int interrupted = 0;
  for (int trial = 0; trial < 30; ++trial) {
    std::filesystem::copy_file(folder.file("empty.h5"), path, std::filesystem::copy_options::overwrite_existing);
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) write_until_killed(runs, path, ends[1]);
    close(ends[1]);
    // Kill after a random number of units, at a random moment of the next (a unit takes some 200 microseconds).
    const int units_to_wait = static_cast<int>(generator() % 20);
    std::int64_t last = -1;
    for (int unit = 0; unit < units_to_wait; ++unit) ASSERT_EQ(read(ends[0], &last, sizeof(last)), 8);
    const auto moment = std::chrono::steady_clock::now() + std::chrono::microseconds(generator() % 300);
    while (std::chrono::steady_clock::now() < moment) {  // a sleep would take as long as several units
    }
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(ends[0], &last, sizeof(last)) == 8) {
    }
    close(ends[0]);
    const ResultFile file(path);
    const ResultProgress progress = file.progress();
    EXPECT_GE(progress.finished_units, last + 1);
    EXPECT_LE(progress.finished_units, last + 2);  // at most one more, killed before it could tell
    const CheckReport report = check_result_file(path);
    EXPECT_EQ(report.finding_count, 0) << report.findings[0].sentence;
    for (std::int64_t unit = 0; unit < progress.finished_units; ++unit) {
      EXPECT_EQ(file.states(2, unit * 64, 1)[3 * 4 + 1], runs[0]->state(2, unit * 64, 4, 1));
    }
    finished += progress.finished_units;
    interrupted += progress.finished_units < unit_count ? 1 : 0;
  }
  EXPECT_GT(finished, 30);
  EXPECT_GT(interrupted, 20);  // the kills did come in the middle of the work
}

}  // namespace
}  // namespace dosde
