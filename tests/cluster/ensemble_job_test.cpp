#include "cluster/ensemble_job.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "io/result/describe_experiment.hpp"
#include "io/result/result_file.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

class EnsembleJobTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ = std::filesystem::temp_directory_path() / ("dosde_job_" + std::to_string(getpid()));
  int argument_count_ = 0;
  char** arguments_ = nullptr;
  const Session session_{argument_count_, arguments_};
};

TEST_F(EnsembleJobTest, WritesWhatSimulateComputesAndCountsTheAttempt) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 200;
  const CompiledRun run = compile_run(experiment);
  const ResultFileRequest request = describe_result_file(run.experiment, run.shape, {});
  const std::string path = (folder_ / "job.h5").string();
  std::int64_t inspected = 0;
  const EnsembleJob job{run, request, path, ExistingFile::refuse,
                        [&](const UnitResult& result) { inspected += result.range.trajectory_count; }};
  const Progress progress = run_job(job, session_, {});
  EXPECT_EQ(progress.trajectories_done, 200);
  EXPECT_EQ(inspected, 200);

  const ResultFile file(path);
  EXPECT_TRUE(file.progress().is_complete);
  EXPECT_EQ(file.states(0, 0, 200), simulate(experiment).states);
  ASSERT_EQ(file.attempts().size(), 1u);
  EXPECT_EQ(file.attempts()[0].exit_code, 0);
  EXPECT_EQ(file.attempts()[0].units, run.shape.unit_count());
}

TEST_F(EnsembleJobTest, RefusesAnExistingFileBeforeComputing) {
  const CompiledRun run = compile_run(feedback_experiment());
  const ResultFileRequest request = describe_result_file(run.experiment, run.shape, {});
  const std::string path = (folder_ / "job.h5").string();
  bool has_computed = false;
  run_job({run, request, path, ExistingFile::refuse, {}}, session_, {});
  const EnsembleJob again{run, request, path, ExistingFile::refuse, [&](const UnitResult&) { has_computed = true; }};
  EXPECT_THROW(run_job(again, session_, {}), Error);
  EXPECT_FALSE(has_computed);
}

}  // namespace
}  // namespace dosde
