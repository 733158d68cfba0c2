#include "cluster/slurm/slurm_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SlurmJob small_job() {
  SlurmJob job;
  job.name = "loop";
  job.nodes = 2;
  job.tasks_per_node = 3;
  job.time = "00:10:00";
  job.lead = 60;
  job.program = "/opt/my tools/dosde";
  job.scenario = "loop.toml";
  job.result = "loop.h5";
  return job;
}

TEST(SlurmScript, TimesAsSlurmReadsThem) {
  EXPECT_EQ(slurm_seconds("90"), 90 * 60);
  EXPECT_EQ(slurm_seconds("2:30"), 150);
  EXPECT_EQ(slurm_seconds("04:00:00"), 4 * 3600);
  EXPECT_EQ(slurm_seconds("1-12"), 36 * 3600);
  EXPECT_EQ(slurm_seconds("1-00:30"), 24 * 3600 + 1800);
  EXPECT_EQ(slurm_seconds("1-00:00:05"), 24 * 3600 + 5);
  for (const char* wrong : {"", "soon", "1:2:3:4", "-5", "4h", "1-", "99999999999999999999"})
    EXPECT_THROW(slurm_seconds(wrong), Error) << wrong;
}

TEST(SlurmScript, TheLeadIsFiveMinutesOrAQuarter) {
  EXPECT_EQ(default_lead(4 * 3600), 300);
  EXPECT_EQ(default_lead(120), 30);
}

TEST(SlurmScript, EveryNameIsFilledIn) {
  const std::string script = slurm_script(small_job());
  for (const char* line : {"#!/bin/bash\n", "#SBATCH --nodes=2\n", "#SBATCH --ntasks-per-node=3\n",
                           "#SBATCH --signal=B:USR1@60\n", "program='/opt/my tools/dosde'\n", "shards=1\n"})
    EXPECT_THAT(script, HasSubstr(line));
  EXPECT_THAT(script, Not(HasSubstr("--array=")));
  EXPECT_THAT(script, Not(HasSubstr("--partition=")));
  EXPECT_THAT(script, Not(::testing::ContainsRegex("@[a-z_]+@")));
}

TEST(SlurmScript, AnArrayIsNumberedFromZero) {
  SlurmJob job = small_job();
  job.shards = 4;
  job.partition = "batch";
  const std::string script = slurm_script(job);
  for (const char* line : {"#SBATCH --array=0-3\n", "#SBATCH --partition=batch\n", "shards=4\n"})
    EXPECT_THAT(script, HasSubstr(line));
}

TEST(SlurmScript, WordsOfTheShell) {
  EXPECT_EQ(shell_word("a.h5"), "a.h5");
  EXPECT_EQ(shell_word(""), "''");
  EXPECT_EQ(shell_word("a b"), "'a b'");
  EXPECT_EQ(shell_word("it's $HOME"), "'it'\\''s $HOME'");
}

TEST(SlurmScript, ADirectiveCannotBeSmuggledIn) {
  SlurmJob job = small_job();
  job.name = "a\n#SBATCH --nodes=9";
  EXPECT_THROW(slurm_script(job), Error);
}

}  // namespace
}  // namespace dosde
