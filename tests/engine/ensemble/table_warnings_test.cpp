#include "engine/ensemble/table_warnings.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// dx = (dose - x) dt + …, with that table, in steps of 0.1.
Experiment dosed_experiment(Table table) {
  Experiment experiment = feedback_experiment();
  experiment.model.inputs = {std::move(table)};
  experiment.model.variables[0].drift = parse_expression("dose - x");
  experiment.time = {0.0, 0.1, 20};
  experiment.saves = save_every(experiment.time, 10);
  return experiment;
}

const Table pulse{"dose", {0.0, 0.31, 0.36}, {0.0, 40.0, 0.0}, Interpolation::previous};

TEST(TableWarnings, AreOfJumpsInsideSteps) {
  const auto warnings = warn_of_tables(compile_run(dosed_experiment(pulse)));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].code, "W012");
  EXPECT_EQ(warnings[0].problem,
            "the input 'dose' jumps inside steps: at t = 0.31, between 0.3 and 0.4, and once more");
}

TEST(TableWarnings, AreNotOfTimesAtWhichStepsEnd) {
  EXPECT_TRUE(warn_of_tables(compile_run(dosed_experiment({"dose", {0.0, 0.3, 0.4}, {0.0, 40.0, 0.0}}))).empty());
  Experiment experiment = dosed_experiment(pulse);
  experiment.saves.times = {0.0, 0.31, 0.36, 2.0};
  EXPECT_TRUE(warn_of_tables(compile_run(experiment)).empty());
  experiment.saves.times = {0.0, 0.31, 2.0};
  const auto warnings = warn_of_tables(compile_run(experiment));
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(warnings[0].problem.find("at t = 0.36, between"), std::string::npos) << warnings[0].problem;
  experiment = dosed_experiment(pulse);
  experiment.scheme = "auto";
  experiment.step_control = StepControl{};
  EXPECT_TRUE(warn_of_tables(compile_run(experiment)).empty());
}

TEST(TableWarnings, AreNotOfTablesThatNoStepReads) {
  Experiment experiment = dosed_experiment(pulse);
  experiment.model.variables[0].drift = parse_expression("-x");
  experiment.output.observables = {{"seen", parse_expression("dose"), {}}};
  EXPECT_TRUE(warn_of_tables(compile_run(experiment)).empty());
  experiment = dosed_experiment({"dose", {0.31, 0.36}, {1.0, 1.0}});  // nothing changes
  EXPECT_TRUE(warn_of_tables(compile_run(experiment)).empty());
}

/// A line that bends between values at the ends is one thing, a peak above both another.
TEST(TableWarnings, AreOfPeaksOfLinesInsideSteps) {
  const auto linear = [](std::vector<double> at, std::vector<double> values) {
    return warn_of_tables(
        compile_run(dosed_experiment({"dose", std::move(at), std::move(values), Interpolation::linear})));
  };
  EXPECT_TRUE(linear({0.0, 0.33, 2.0}, {0.0, 1.0, 3.0}).empty());
  const auto warnings = linear({0.0, 0.33, 0.35, 0.37, 2.0}, {0.0, 0.0, 1.0, 0.0, 0.0});
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].problem, "the input 'dose' turns inside steps: at t = 0.35, between 0.3 and 0.4");
}

}  // namespace
}  // namespace dosde
