#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "io/scenario/read_scenario.hpp"
#include "io/scenario/sweep_reading.hpp"
#include "tests/io/scenario/full_example.hpp"

namespace dosde {
namespace {

Sweep read(const std::string& sweep) {
  return read_scenario_text(testing::full_example() + sweep, "loop.toml").experiment.sweep;
}

std::vector<std::vector<double>> points_of(const Sweep& sweep) {
  std::vector<std::vector<double>> points;
  for (std::int64_t point = 0; point < sweep.point_count; ++point) {
    points.emplace_back();
    for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis) points.back().push_back(sweep.value(point, axis));
  }
  return points;
}

TEST(ReadSweep, AGridIsEveryCombinationWithTheLastAxisFastest) {
  const Sweep sweep = read(R"(
[sweep]
design = "grid"
[sweep.axes]
"model.parameters.a" = [0.5, 1]
"scenario.clamped.intervention.0.value" = { linear = [0, 2], n = 3 }
)");
  EXPECT_EQ(points_of(sweep), (std::vector<std::vector<double>>{{0.5, 0}, {0.5, 1}, {0.5, 2}, {1, 0}, {1, 1}, {1, 2}}));
  EXPECT_EQ(sweep.axes[0].target.kind, SweepTarget::Kind::parameter);
  EXPECT_EQ(sweep.axes[1].target.kind, SweepTarget::Kind::intervention);
  ASSERT_EQ(sweep.groups.size(), 1u);
  EXPECT_EQ(sweep.groups[0].points.size(), 6u);
}

TEST(ReadSweep, AZipTakesValuesTogetherAndARangeMeetsItsEnds) {
  const Sweep sweep = read(R"(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.a" = { log = [0.1, 10], n = 3 }
"model.parameters.b" = [-1.0, -2.0, -3.0]
)");
  EXPECT_EQ(sweep.value(0, 0), 0.1);
  EXPECT_NEAR(sweep.value(1, 0), 1.0, 1e-15);
  EXPECT_EQ(sweep.value(2, 0), 10.0);
  EXPECT_EQ(sweep.value(2, 1), -3.0);
}

TEST(ReadSweep, SettingsSplitPointsIntoGroups) {
  const Sweep sweep = read(R"(
[sweep]
design = "grid"
[sweep.axes]
"solver.scheme" = ["auto", "euler_maruyama"]
"model.parameters.a" = [0.5, 1.0]
)");
  EXPECT_FALSE(sweep.axes[0].target.is_lane_input());
  ASSERT_EQ(sweep.groups.size(), 2u);
  EXPECT_EQ(sweep.groups[0].experiment->scheme, "auto");
  EXPECT_EQ(sweep.groups[1].experiment->scheme, "euler_maruyama");
  EXPECT_EQ(sweep.groups[1].points, (std::vector<std::int64_t>{2, 3}));
}

TEST(ReadSweep, AValueThatMayBecomeAnExponentIsCompiledByItself) {
  // x^2 is x*x by definition, x^y is not: with y held at 2 the formula is another than with a symbol for 2.
  const std::string model = R"(
format = 1
[model.variables.x]
drift = "-x^y"
[model.variables.y]
drift = "-y"
[time]
stop = 1.0
step = 0.1
[[scenario]]
name = "held"
[[scenario.intervention]]
kind = "clamp"
target = "y"
value = 2.0
[sweep]
design = "grid"
[sweep.axes]
"scenario.held.intervention.0.value" = [2.0, 3.0]
)";
  EXPECT_EQ(read_scenario_text(model, "loop.toml").experiment.sweep.groups.size(), 2u);
}

TEST(ReadSweep, RandomDesignsHangOnTheSeedAndStayInTheirRange) {
  const std::string text = R"(
[sweep]
design = "sobol"
samples = 16
[sweep.axes]
"model.parameters.a" = { linear = [1, 2] }
"model.parameters.b" = { log = [0.01, 100] }
)";
  const Sweep first = read(text);
  for (const auto& point : points_of(first)) {
    EXPECT_TRUE(point[0] >= 1.0 && point[0] < 2.0);
    EXPECT_TRUE(point[1] >= 0.01 && point[1] < 100.0);
  }
  const auto again = read_scenario_text(testing::full_example() + text, "loop.toml", {"ensemble.seed=99"});
  EXPECT_NE(points_of(first), points_of(again.experiment.sweep));
  EXPECT_EQ(points_of(first), points_of(read(text)));
}

TEST(ReadSweep, SobolWithoutAPowerOfTwoIsWarnedOf) {
  const auto read = read_scenario_text(testing::full_example() + R"(
[sweep]
design = "sobol"
samples = 100
[sweep.axes]
"model.parameters.a" = { linear = [1, 2] }
)",
                                       "loop.toml");
  const auto found = std::find_if(read.warnings.begin(), read.warnings.end(),
                                  [](const Diagnostic& warning) { return warning.code == "W004"; });
  ASSERT_NE(found, read.warnings.end());
  EXPECT_EQ(found->suggestion, "use 64 or 128");
}

TEST(ReadSweep, TheTableOfPointsReadsBackToTheSamePoints) {
  const Sweep sweep = read(R"toml(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.a" = [0.1, 1e-300, 3.0]
"ensemble.seed" = [1, 2, 3]
"model.variables.y.drift" = ["b*x - y", "b*x - 2*y", "max(x, y)"]
)toml");
  const auto folder = std::filesystem::temp_directory_path() / "dosde_read_sweep_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "points.csv") << write_points(sweep);
  const ReadScenario again =
      read_scenario_text(testing::full_example() + "\n[sweep]\ndesign = \"table\"\ntable = \"points.csv\"\n",
                         (folder / "loop.toml").string());
  const Sweep& table = again.experiment.sweep;
  EXPECT_EQ(points_of(table), points_of(sweep));
  EXPECT_EQ(table.axes[2].words, sweep.axes[2].words);
  EXPECT_TRUE(table.axes[1].is_whole);
  EXPECT_EQ(write_points(table), write_points(sweep));
  // What was read is an input of the run, which --overwrite never replaces.
  EXPECT_EQ(std::count(again.files.begin(), again.files.end(), (folder / "points.csv").string()), 1);
  std::filesystem::remove_all(folder);
}

TEST(ReadSweep, TheResolvedScenarioHasTheSamePoints) {
  for (const char* sweep : {R"(
[sweep]
design = "sobol"
samples = 8
scramble = false
[sweep.axes]
"model.parameters.a" = { linear = [1, 2] }
"model.variables.x.initial" = { linear = [0, 1] }
)",
                            R"(
[sweep]
design = "grid"
[sweep.axes]
"solver.scheme" = ["auto", "euler_maruyama"]
"scenario.clamped.intervention.0.value" = { linear = [0, 1], n = 3 }
)"}) {
    const auto first = read_scenario_text(testing::full_example() + sweep, "loop.toml");
    const auto again = read_scenario_text(first.resolved, "resolved.toml");
    EXPECT_EQ(points_of(again.experiment.sweep), points_of(first.experiment.sweep));
    EXPECT_EQ(again.resolved, first.resolved);
    EXPECT_EQ(again.experiment.sweep.groups.size(), first.experiment.sweep.groups.size());
  }
}

/// The first lines of what reading complains of.
std::string complaints(const std::string& sweep, const std::vector<std::string>& overrides = {}) {
  try {
    read_scenario_text(testing::full_example() + sweep, "loop.toml", overrides);
    return "";
  } catch (const Error& error) {
    std::string text;
    for (const auto& diagnostic : error.diagnostics()) text += diagnostic.code + " " + diagnostic.problem + "\n";
    return text;
  }
}

std::string with_axis(const std::string& axis) { return "\n[sweep]\ndesign = \"grid\"\n[sweep.axes]\n" + axis + "\n"; }

TEST(ReadSweep, MistakesAreToldInASentence) {
  EXPECT_EQ(complaints("\n[sweep]\ndesign = \"grid\"\n"), "E018 the sweep has no axes\n");
  EXPECT_EQ(complaints(with_axis(R"("output.file" = ["a.h5"])")), "E018 'output.file' cannot be swept\n");
  EXPECT_EQ(complaints(with_axis(R"("a b" = [1])")), "E018 the axis 'a b' is no key of a scenario file\n");
  EXPECT_EQ(complaints(with_axis(R"("model.parameters.zz" = [1])")), "E017 there is no 'zz' in [model.parameters]\n");
  EXPECT_EQ(complaints(with_axis(R"("model.parameters.a" = [])")),
            "E004 model.parameters.a must be a list of numbers, a list of strings or a range such as { linear = [0.0, "
            "2.0], n = 5 }, found an empty list\n");
  EXPECT_EQ(complaints(with_axis(R"("model.parameters.a" = { linear = [1, 2] })")),
            "E018 the axis 'model.parameters.a' does not say how many values it has\n");
  EXPECT_EQ(complaints(with_axis(R"("model.parameters.a" = { log = [0, 2], n = 3 })")),
            "E005 log must be greater than 0, found the whole number 0\n");
  EXPECT_EQ(complaints(with_axis(R"("scenario.nobody.intervention.0.value" = [1])")),
            "E017 the list has no item 'nobody'\n");
  EXPECT_TRUE(complaints(with_axis("\"time.step\" = [0.01, 0.03]"))
                  .starts_with("E013 the stop 40 is not a whole number of steps after the start (where time.step = "
                               "0.03)\n"));
  EXPECT_EQ(complaints(with_axis(R"("model.parameters.a" = [1])"), {"ensemble.pairing=independent"}),
            "E014 a sweep cannot stand beside pairing = \"independent\"\n");
  EXPECT_EQ(complaints(R"(
[sweep]
design = "zip"
samples = 3
[sweep.axes]
"model.parameters.a" = [1, 2]
)"),
            "E014 samples cannot stand beside this design\n");
  EXPECT_EQ(complaints(R"(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.a" = [1, 2]
"model.parameters.b" = [1, 2, 3]
)"),
            "E018 the axes of a zip have different numbers of values\n");
  EXPECT_EQ(complaints(R"(
[sweep]
design = "lhs"
samples = 4
[sweep.axes]
"model.parameters.a" = [1, 2]
"model.parameters.b" = { linear = [1, 2], n = 3 }
)"),
            "E018 the axis 'model.parameters.a' has a list beside a random design\n"
            "E018 the axis 'model.parameters.b' has an n beside a random design\n");
}

}  // namespace
}  // namespace dosde
