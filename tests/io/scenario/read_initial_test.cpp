#include "io/scenario/read_initial.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "io/scenario/read_scenario.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

std::string scenario_text(const std::string& initial, int trajectories) {
  return "format = 1\n[model.variables.y]\ndrift = \"-y\"\ninitial = " + initial +
         "\n[time]\nstop = 1\nstep = 0.1\n[ensemble]\ntrajectories = " + std::to_string(trajectories) + "\n";
}

TEST(RecordedInitial, TakesTheStatesOfAResultFileBesideTheScenario) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  std::ofstream(folder.file("next.toml")) << scenario_text("{ file = \"run.h5\", time = 1.5 }", 150);
  const ReadScenario read = read_scenario_file(folder.file("next.toml"));
  const auto& initial = std::get<RecordedInitial>(read.experiment.model.variables[0].initial);
  ASSERT_EQ(initial.values->size(), 200U);
  EXPECT_EQ((*initial.values)[7], run.state(0, 7, 3, 1));

  const ReadScenario again = read_scenario_text(read.resolved, "elsewhere.toml");
  EXPECT_EQ(again.resolved, read.resolved);
  EXPECT_EQ(*std::get<RecordedInitial>(again.experiment.model.variables[0].initial).values, *initial.values);
}

TEST(RecordedInitial, ThatHaveChangedSinceAreRefused) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  const std::string initial = "{ file = \"" + folder.file("run.h5") + "\", time = 1.5 }";
  const ReadScenario read = read_scenario_text(scenario_text(initial, 10), "next.toml");
  EXPECT_NE(read.resolved.find("crc32c = "), std::string::npos);
  const std::string other = "{ file = \"" + folder.file("run.h5") + "\", time = 1.5, crc32c = 12345 }";
  const std::string message = message_of([&] { read_scenario_text(scenario_text(other, 10), "next.toml"); });
  EXPECT_NE(message.find("changed since"), std::string::npos) << message;
}

TEST(RecordedInitial, OfAnotherVariable) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  const std::string initial = "{ file = \"" + folder.file("run.h5") + "\", time = 1.5, variable = \"z\" }";
  const Experiment experiment = read_scenario_text(scenario_text(initial, 10), "next.toml").experiment;
  EXPECT_EQ((*std::get<RecordedInitial>(experiment.model.variables[0].initial).values)[7], run.state(0, 7, 3, 2));
}

TEST(RecordedInitial, TooFewOrNoneIsAnErrorInTheScenario) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  const auto message = [&](const std::string& file, int trajectories) {
    const std::string initial = "{ file = \"" + folder.file(file) + "\", time = 1.5 }";
    return message_of([&] { read_scenario_text(scenario_text(initial, trajectories), "next.toml"); });
  };
  EXPECT_EQ(message("run.h5", 200), "");
  EXPECT_EQ(message("run.h5", 201).substr(0, 94),
            "next.toml:9:16: error[E005] there are 201 trajectories, but 200 recorded initial values of 'y'");
  EXPECT_EQ(message("none.h5", 1).substr(0, 41), "next.toml:4:11: error[E011] cannot open '");
}

}  // namespace
}  // namespace dosde
