// What a scenario file means where it says little: defaults, order, forms of values, used models, overrides.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "engine/expression/parse.hpp"
#include "io/scenario/read_scenario.hpp"
#include "models/zoo.hpp"
#include "tests/io/scenario/full_example.hpp"

namespace dosde {
namespace {

const std::string smallest = R"(format = 1
[model.variables.x]
drift = "-x"
[time]
stop = 10
step = 0.01
)";

Experiment read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return read_scenario_text(text, "folder/small.toml", overrides).experiment;
}

std::string first_message(const std::string& text, const std::vector<std::string>& overrides = {}) {
  try {
    read(text, overrides);
    return "";
  } catch (const Error& error) {
    return format_diagnostic(error.diagnostics().front());
  }
}

TEST(ScenarioDefaults, AreThoseOfTheTable) {
  const Experiment e = read(smallest);
  EXPECT_EQ(e.time.start, 0.0);
  EXPECT_EQ(e.scheme, "auto");
  EXPECT_EQ(e.trajectories, 1);
  EXPECT_EQ(e.seed, 0U);
  EXPECT_EQ(e.pairing, Pairing::shared);
  EXPECT_EQ(e.noise_cell, 0.01);
  EXPECT_EQ(e.model.calculus, Calculus::ito);
  EXPECT_TRUE(e.model.variables[0].noise.empty());
  EXPECT_TRUE(std::get<Expression>(e.model.variables[0].initial).is_constant(0.0));
  ASSERT_EQ(e.scenarios.size(), 1U);
  EXPECT_EQ(e.scenarios[0].name, "observed");
  EXPECT_EQ(e.output.file, "small.h5");
  EXPECT_TRUE(e.output.keep_trajectories && e.output.keep_mean && e.output.keep_variance);
  EXPECT_FALSE(e.output.keep_extremes);
  EXPECT_TRUE(e.output.quantiles.empty());
  EXPECT_EQ(e.output.kept_trajectories, -1);
  EXPECT_EQ(e.output.variables.size(), 1U);
  EXPECT_EQ(e.saves.times.size(), 201U);  // 1000 steps: every 5th
  EXPECT_EQ(e.saves.times[1], e.time.step_time(5));
}

TEST(ScenarioOrder, IsThatOfTheFile) {
  const Experiment e = read(R"(format = 1
[model.variables.zeta]
drift = "-zeta"
noise = { w9 = 1.0, w10 = 1.0, a = 1.0 }
[time]
stop = 1
step = 0.1
[model.variables.alpha]
drift = "b*a"
[model.parameters]
b = 1
a = 2
[model.variables.mu]
drift = 0
[[scenario]]
name = "z"
[[scenario]]
name = "a"
[output.observables]
q = "mu"
p = "mu"
)");
  ASSERT_EQ(e.model.variables.size(), 3U);
  EXPECT_EQ(e.model.variables[0].name, "zeta");
  EXPECT_EQ(e.model.variables[1].name, "alpha");
  EXPECT_EQ(e.model.variables[2].name, "mu");
  EXPECT_EQ(e.model.sources(), (std::vector<std::string>{"w9", "w10", "a"}));
  EXPECT_EQ(e.model.parameters[0].name, "b");
  EXPECT_EQ(e.scenarios[0].name, "z");
  EXPECT_EQ(e.output.observables[0].name, "q");
}

TEST(ScenarioSaves, BurnInDropsWhatComesBefore) {
  const Experiment e = read(smallest + "save_every = 0.3\nburn_in = 1.0\n");
  EXPECT_EQ(e.saves.times.front(), e.time.step_time(120));
  EXPECT_EQ(e.saves.times.back(), e.time.step_time(990));
}

TEST(ScenarioOverrides, ReachEveryPartAndTakeFormulas) {
  const Experiment e =
      read(testing::full_example(), {"model.parameters.a=0.75", "model.parameters.s = 3*a", "ensemble.trajectories=7",
                                     "scenario.clamped.intervention.0.value=sin(t)", "scenario.2.name=pushed",
                                     "model.variables.x.initial={ uniform = [0, 1] }", "noise.cell=0.005"});
  EXPECT_TRUE(std::get<Expression>(e.model.parameters[1].value).is_constant(0.75));
  EXPECT_TRUE(std::get<Expression>(e.model.parameters[2].value).is_same(parse_expression("3*a")));
  EXPECT_EQ(e.model.parameters[2].description, "noise");
  EXPECT_EQ(e.trajectories, 7);
  const auto& value = std::get<Quantity>(e.scenarios[1].interventions[0].arguments.at("value"));
  EXPECT_TRUE(std::get<Expression>(value).is_same(parse_expression("sin(t)")));
  EXPECT_EQ(e.scenarios[2].name, "pushed");
  EXPECT_EQ(std::get<Law>(e.model.variables[1].initial).name, "uniform");
  EXPECT_EQ(e.noise_cell, 0.005);
}

TEST(ScenarioOverrides, OneWayOfSavingTakesThePlaceOfTheOther) {
  EXPECT_EQ(read(smallest + "save_every = 0.3\n", {"time.save_at=[0.5, 1.0]"}).saves.times.size(), 2U);
  EXPECT_EQ(read(smallest + "save_at = [0.5, 1.0]\n", {"time.save_every=0.5"}).saves.times.size(), 21U);
}

TEST(ScenarioOutput, MoreTrajectoriesToKeepThanThereAreIsAWarning) {
  const auto warnings = [](const std::string& kept) {
    return read_scenario_text(testing::full_example(), "loop.toml", {"output.trajectories=first:" + kept}).warnings;
  };
  const auto told = warnings("1001");  // of 1000
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].code, "W003");
  EXPECT_EQ(told[0].location.file, "--set");
  EXPECT_TRUE(warnings("1000").empty());
}

TEST(ScenarioInputs, ATableThatDoesNotReachOverTheRunIsWarnedOf) {
  const auto problems = [](const std::string& table) {
    std::string told;
    const std::string text = smallest + "[model.inputs]\ndose = { " + table + " }\n";
    for (const auto& warning : read_scenario_text(text, "small.toml").warnings) told += warning.problem + "\n";
    return told;
  };
  EXPECT_EQ(problems("times = [1.0, 10.0], values = [0.0, 1.0], interpolation = \"linear\""),
            "the table 'dose' begins at 1, after the run's start 0\n");
  EXPECT_EQ(problems("times = [0.0, 9.0], values = [0.0, 1.0], interpolation = \"linear\""),
            "the table 'dose' ends at 9, before the run's stop 10\n");
  EXPECT_EQ(problems("times = [0.0, 9.0], values = [0.0, 1.0]"), "");  // the last step of a schedule
}

TEST(ScenarioTime, AStopThatIsTheStartIsToldOnce) {
  EXPECT_EQ(first_message("format = 1\n[model.variables.x]\ndrift = \"-x\"\n[time]\nstart = 1\nstop = 1\nstep = 0.1\n"
                          "save_every = 0.2\n")
                .substr(0, 71),
            "folder/small.toml:6:8: error[E013] the stop 1 is not after the start 1\n");
  try {
    read(
        "format = 1\n[model.variables.x]\ndrift = \"-x\"\n[time]\nstart = 1\nstop = 1\nstep = 0.1\nsave_every = 0.2\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostics().size(), 1U);
  }
}

TEST(ScenarioOverrides, MakeMissingTables) { EXPECT_EQ(read(smallest, {"ensemble.seed=9"}).seed, 9U); }

TEST(ScenarioOverrides, NameTheirMistakes) {
  EXPECT_EQ(first_message(testing::full_example(), {"model.parameters.aa=1"}),
            "--set:1:18: error[E017] there is no 'aa' in [model.parameters] (it has b, a, s and k); did you mean 'a'?\n"
            "   1 | model.parameters.aa=1\n     |                  ^^");
  EXPECT_EQ(first_message(testing::full_example(), {"scenario.clampd.name=x"}).substr(0, 60),
            "--set:1:10: error[E017] the list has no item 'clampd' (it ha");
  EXPECT_EQ(first_message(smallest, {"time.stepp=1"}).substr(0, 47), "--set:1:6: error[E002] unknown key 'stepp' in [");
  EXPECT_EQ(first_message(smallest, {"nonsense"}).substr(0, 46), "--set:1:1: error[E017] the override cannot be ");
  EXPECT_EQ(first_message(smallest, {"ensemble.trajectories=many"}).substr(0, 60),
            "--set:1:23: error[E004] trajectories must be a whole number,");
}

TEST(UsedModel, EveryZooModelReadsAndTakesChanges) {
  for (const auto& name : zoo_model_names()) {
    SCOPED_TRACE(name);
    const std::string text = "format = 1\n[model]\nuse = \"" + name + "\"\n[time]\nstop = 1\nstep = 0.001\n";
    const ReadScenario first = read_scenario_text(text, "zoo.toml");
    EXPECT_EQ(first.experiment.model.name, name);
    EXPECT_EQ(read_scenario_text(first.resolved, "zoo.toml").resolved, first.resolved);
    const std::string parameter = first.experiment.model.parameters.front().name;
    const std::string variable = first.experiment.model.variables.front().name;
    const Experiment changed =
        read(text, {"model.parameters." + parameter + "=0.123", "model.variables." + variable + ".initial=0.5"});
    EXPECT_TRUE(std::get<Expression>(changed.model.parameters.front().value).is_constant(0.123));
    EXPECT_EQ(changed.model.parameters.front().description, first.experiment.model.parameters.front().description);
    EXPECT_TRUE(std::get<Expression>(changed.model.variables.front().initial).is_constant(0.5));
  }
}

TEST(UsedModel, RefusesWhatTheModelDoesNotHave) {
  const std::string text = "format = 1\n[time]\nstop = 1\nstep = 0.1\n[model]\nuse = \"predator_prey\"\n";
  EXPECT_NE(first_message(text + "parameters.zzz = 1\n").find("the model 'predator_prey' has no parameter 'zzz'"),
            std::string::npos);
  EXPECT_NE(first_message(text + "variables.zzz.initial = 1\n").find("has no variable 'zzz'"), std::string::npos);
  EXPECT_NE(first_message(text + "calculus = \"ito\"\n").find("cannot stand in [model] beside 'use'"),
            std::string::npos);
  EXPECT_NE(first_message("format = 1\n[time]\nstop = 1\nstep = 0.1\n[model]\nuse = \"predator_pray\"\n")
                .find("there is no model 'predator_pray' in the zoo"),
            std::string::npos);
}

class ScenarioFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              (std::string("dosde_") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
    return (folder_ / name).string();
  }
  std::filesystem::path folder_;
};

TEST_F(ScenarioFolder, AScenarioFileIsNoModelFile) {
  write("run.toml", smallest);
  const std::string path =
      write("scenario.toml", "format = 1\n[model]\nuse = \"run.toml\"\n[time]\nstop = 1\nstep = 0.1\n");
  try {
    read_scenario_file(path);
    FAIL();
  } catch (const Error& error) {
    ASSERT_EQ(error.diagnostics().size(), 1U);
    EXPECT_EQ(error.diagnostics().front().problem, "'time' cannot stand in a used model's file");
  }
}

TEST_F(ScenarioFolder, ModelsAndTablesAreRelativeToTheFileThatNamesThem) {
  std::filesystem::create_directories(folder_ / "models");
  write("models/dose.csv", "time,value\r\n0, 1.5\n 2.5 ,-1e-3\n");
  write("models/mine.toml",
        "[model.inputs]\ndose = { table = \"dose.csv\" }\n[model.variables.x]\ndrift = \"dose - x\"\n");
  const std::string path =
      write("scenario.toml", "format = 1\n[model]\nuse = \"models/mine.toml\"\n[time]\nstop = 1\nstep = 0.1\n");
  const ReadScenario read = read_scenario_file(path);
  EXPECT_EQ(read.experiment.model.inputs[0].times, (std::vector<double>{0.0, 2.5}));
  EXPECT_EQ(read.experiment.model.inputs[0].values, (std::vector<double>{1.5, -1e-3}));
  EXPECT_EQ(read_scenario_text(read.resolved, "elsewhere.toml").experiment.model.inputs[0].values,
            read.experiment.model.inputs[0].values);
}

TEST_F(ScenarioFolder, MistakesInATablePointIntoIt) {
  const std::string table = write("dose.csv", "time,value\n0,1\n1;2\n0.5,2\n");
  const std::string path =
      write("scenario.toml",
            "format = 1\n[model.inputs]\ndose = { table = \"dose.csv\" }\n[model.variables.x]\ndrift = \"dose\"\n"
            "[time]\nstop = 1\nstep = 0.1\n");
  try {
    read_scenario_file(path);
    FAIL();
  } catch (const Error& error) {
    ASSERT_EQ(error.diagnostics().size(), 1U) << error.what();
    EXPECT_EQ(error.diagnostics()[0].location.file, table);
    EXPECT_EQ(error.diagnostics()[0].location.line, 3);
  }
}

TEST_F(ScenarioFolder, UnreadableFilesAreSaidToBe) {
  for (const std::string& path :
       std::vector<std::string>{(folder_ / "none.toml").string(), folder_.string(), "/dev/zero"}) {
    try {
      read_scenario_file(path);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::input_output);
      EXPECT_NE(std::string(error.what()).find(path), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace dosde
