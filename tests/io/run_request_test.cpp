#include "io/run_request.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

TEST(RunRequest, SaysWhereEverythingComesFrom) {
  const ReadScenario read = read_scenario_text(
      "format = 1\ntitle = \"toy\"\n[model.variables.x]\ndrift = \"-x\"\nnoise = 0.5\nunit = \"m\"\n[time]\nstop = "
      "1.0\nstep = 0.1\n"
      "[ensemble]\nseed = 9\n[[scenario]]\nname = \"held\"\n[[scenario.intervention]]\nkind = \"clamp\"\ntarget = "
      "\"x\"\nvalue = 2.0\n",
      "toy.toml");
  const CompiledRun run = compile_run(read.experiment);
  const ResultFileRequest request = make_result_request(run, read, "dosde run toy.toml");
  EXPECT_EQ(request.title, "toy");
  EXPECT_EQ(request.column_units, std::vector<std::string>{"m"});
  EXPECT_EQ(request.provenance.scenario_text, read.text);
  EXPECT_EQ(request.provenance.scenario_resolved, read.resolved);
  EXPECT_EQ(request.provenance.command_line, "dosde run toy.toml");
  EXPECT_EQ(request.provenance.seed, 9u);
  EXPECT_EQ(request.provenance.scheme, run.scheme.scheme->name);
  ASSERT_EQ(request.interventions.size(), 1u);
  EXPECT_EQ(request.interventions[0].kind, "clamp");
  EXPECT_EQ(request.interventions[0].value, 2.0);
}

}  // namespace
}  // namespace dosde
