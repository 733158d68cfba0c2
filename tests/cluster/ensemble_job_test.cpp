#include "cluster/ensemble_job.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "engine/ensemble/run.hpp"
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
  EnsembleJob job{run, request, path};
  job.inspect = [&](const UnitResult& result) { inspected += result.range.trajectory_count; };
  const Progress progress = run_job(job, session_).progress;
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
  run_job(EnsembleJob{run, request, path}, session_);
  EnsembleJob again{run, request, path};
  again.inspect = [&](const UnitResult&) { has_computed = true; };
  EXPECT_THROW(run_job(again, session_), Error);
  EXPECT_FALSE(has_computed);
}

TEST_F(EnsembleJobTest, AResumedRunEndsAsIfItHadNeverStopped) {
  Experiment experiment = feedback_experiment();
  experiment.trajectories = 500;
  CompiledRun run = compile_run(experiment);
  run.shape.unit_size = 64;
  const ResultFileRequest request = describe_result_file(run.experiment, run.shape, {});
  const std::string whole = (folder_ / "whole.h5").string();
  const std::string parts = (folder_ / "parts.h5").string();
  run_job(EnsembleJob{run, request, whole}, session_);

  EnsembleJob first{run, request, parts};
  int units = 0;
  first.inspect = [&](const UnitResult&) {
    if (++units == 3) raise(SIGUSR1);
  };
  const JobOutcome drained = run_job(first, session_);
  EXPECT_TRUE(drained.is_drained);
  EXPECT_EQ(drained.progress.units_done, 3);
  EXPECT_EQ(drained.progress.units_total, 8);
  EXPECT_EQ(ResultFile(parts).attempts()[0].exit_code, 75);

  EnsembleJob second{run, request, parts};
  second.use = FileUse::resume;
  const JobOutcome rest = run_job(second, session_);
  EXPECT_FALSE(rest.is_drained);
  EXPECT_EQ(rest.progress.units_done, 5);
  EXPECT_EQ(ResultFile(parts).attempts().size(), 2u);
  for (const char* dataset : {"state", "mean", "variance", "crc32c", "status", "units/partials"})
    EXPECT_EQ(ResultFile(parts).numbers(dataset), ResultFile(whole).numbers(dataset)) << dataset;

  units = 0;
  second.inspect = [&](const UnitResult&) { ++units; };
  run_job(second, session_);
  EXPECT_EQ(units, 0) << "a finished run has nothing left to do";
}

TEST_F(EnsembleJobTest, RefusesToResumeAnotherScenarioOrNoFile) {
  const CompiledRun run = compile_run(feedback_experiment());
  ResultFileRequest request = describe_result_file(run.experiment, run.shape, {});
  const std::string path = (folder_ / "job.h5").string();
  EnsembleJob job{run, request, path};
  job.use = FileUse::resume;
  EXPECT_THROW(run_job(job, session_), Error);
  job.use = FileUse::resume_if_exists;
  run_job(job, session_);
  request.provenance.scenario_resolved += "# changed";
  EXPECT_THROW(run_job(job, session_), Error);
}

}  // namespace
}  // namespace dosde
