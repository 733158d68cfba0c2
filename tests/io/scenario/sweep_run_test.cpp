// A sweep equals, bit for bit, the same scenarios written out by hand: every point of a sweep against a run of its own
// whose values were written into the file.
#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <vector>

#include "engine/ensemble/run.hpp"
#include "io/scenario/read_scenario.hpp"
#include "io/scenario/sweep_reading.hpp"

namespace dosde {
namespace {

const std::string loop = R"toml(
format = 1
[model.parameters]
a = 0.5
b = -1.0
twice = "2*a"
s = 0.3
start = { normal = [0.5, "0.1*a"] }
[model.variables.x]
drift = "-x^3 + twice*y + where(x > b, 0.1, 0.2)"
noise = { own = "s", weather = "0.2*y" }
initial = "start"
[model.variables.y]
drift = "b*x - y"
noise = { own2 = "s*a", weather = 0.1 }
initial = 0.25
[model.variables.z]
drift = "a*x*y - z + sin(t)"
lower = -0.4
upper = 2.0
[time]
stop = 0.8
step = 0.01
save_every = 0.2
[solver]
scheme = "euler_maruyama"
[ensemble]
trajectories = 10
seed = 7
[[scenario]]
name = "observed"
[[scenario]]
name = "clamped"
[[scenario.intervention]]
kind = "clamp"
target = "x"
value = 2.0
from = 0.2
until = 0.6
[[scenario.intervention]]
kind = "clamp"
target = "y"
value = { normal = [0.0, 0.5] }
from = 0.4
[[scenario]]
name = "edited"
[[scenario.intervention]]
kind = "soft_clamp"
target = "y"
value = "x"
rate = 3.0
[[scenario.intervention]]
kind = "impulse"
target = "x"
at = [0.3, 0.5]
add = 0.5
[[scenario.intervention]]
kind = "parameter"
target = "b"
value = -2.0
until = 0.5
[[scenario.intervention]]
kind = "scale_drift"
target = "z"
factor = 1.5
)toml";

std::uint64_t bits(double value) { return value != value ? ~std::uint64_t{0} : std::bit_cast<std::uint64_t>(value); }

void expect_same(double a, double b, const std::string& where) {
  if (bits(a) != bits(b)) ADD_FAILURE() << where << ": " << a << " and " << b;
}

/// The run of one point alone, its values written into the file by --set.
Recording by_hand(const std::string& text, const Sweep& sweep, std::int64_t point,
                  const std::vector<std::string>& settings) {
  std::vector<std::string> overrides = settings;
  for (std::size_t axis = 0; axis < sweep.axes.size(); ++axis)
    overrides.push_back(sweep.axes[axis].name + "=" + axis_value_text(sweep.axes[axis], sweep.value(point, axis)));
  return simulate(read_scenario_text(text, "loop.toml", overrides).experiment);
}

/// Everything of a point of the sweep's recording against a recording of its own.
void expect_point(const Recording& swept, const Recording& alone, std::int64_t point) {
  const std::size_t base = alone.shape.scenarios.size();
  const std::size_t first = static_cast<std::size_t>(point) * base;
  const std::size_t states = alone.states.size();
  const std::string where = "point " + std::to_string(point);
  for (std::size_t i = 0; i < states; ++i)
    expect_same(swept.states[static_cast<std::size_t>(point) * states + i], alone.states[i],
                where + ", state " + std::to_string(i));
  for (std::size_t i = 0; i < alone.ends.size(); ++i) {
    const TrajectoryEnd& end = swept.ends[static_cast<std::size_t>(point) * alone.ends.size() + i];
    EXPECT_EQ(end.status, alone.ends[i].status) << where;
    EXPECT_EQ(end.variable, alone.ends[i].variable) << where;
    expect_same(end.time, alone.ends[i].time, where + ", end");
  }
  for (std::size_t i = 0; i < alone.moments.size(); ++i) {
    const Moments& moments = swept.moments[static_cast<std::size_t>(point) * alone.moments.size() + i];
    expect_same(moments.mean, alone.moments[i].mean, where + ", mean");
    expect_same(moments.sum_of_squares, alone.moments[i].sum_of_squares, where + ", sum of squares");
  }
  for (std::size_t s = 0; s < base; ++s) {
    EXPECT_EQ(swept.reflections[first + s], alone.reflections[s]) << where;
    EXPECT_EQ(swept.shape.scenarios[first + s], alone.shape.scenarios[s] + "@" + std::to_string(point));
    for (std::size_t k = 0; k < alone.shape.parameters.size(); ++k)
      expect_same(swept.shape.parameter_values[(first + s) * alone.shape.parameters.size() + k],
                  alone.shape.parameter_values[s * alone.shape.parameters.size() + k],
                  where + ", label of " + alone.shape.parameters[k]);
  }
}

void expect_as_by_hand(const std::string& text, const std::string& sweep_text,
                       const std::vector<std::string>& settings = {}) {
  const ReadScenario read = read_scenario_text(text + sweep_text, "loop.toml", settings);
  const Recording swept = simulate(read.experiment);
  const Sweep& sweep = read.experiment.sweep;
  for (std::int64_t point = 0; point < sweep.point_count; ++point)
    expect_point(swept, by_hand(text, sweep, point, settings), point);
}

TEST(SweepRun, ParametersAreAsByHand) {
  expect_as_by_hand(loop, R"(
[sweep]
design = "grid"
[sweep.axes]
"model.parameters.a" = [-0.7, 0.0, 0.5, 1.3]
"model.parameters.b" = { linear = [-1.0, 0.5], n = 3 }
)");
}

TEST(SweepRun, ValuesOfInterventionsAreAsByHand) {
  expect_as_by_hand(loop, R"(
[sweep]
design = "zip"
[sweep.axes]
"scenario.clamped.intervention.0.value" = [-1.5, 0.0, 1.0, 2.0, 0.3]
"scenario.edited.intervention.0.rate" = [1.0, 0.5, 2.0, 3.0, 7.0]
"scenario.edited.intervention.1.add" = [0.0, 1.0, -1.0, 0.1, 0.2]
"scenario.edited.intervention.2.value" = [-2.0, 0.0, 1.0, -0.5, 0.25]
"scenario.edited.intervention.3.factor" = [0.0, 1.0, -1.0, 2.0, 0.7]
)");
}

TEST(SweepRun, ArgumentsOfLawsAndInitialValuesAreAsByHand) {
  expect_as_by_hand(loop, R"(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.start.normal.0" = [0.0, 0.5, -0.25]
"scenario.clamped.intervention.1.value.normal.1" = [0.5, 1.0, 0.25]
"model.variables.y.initial" = [0.25, 0.0, -1.0]
)");
}

TEST(SweepRun, SettingsAreAsByHand) {
  const ReadScenario read = read_scenario_text(loop + R"(
[sweep]
design = "grid"
[sweep.axes]
"solver.scheme" = ["euler_maruyama", "stochastic_heun"]
"model.parameters.a" = [0.5, 1.0]
"time.step" = [0.02, 0.01]
)",
                                               "loop.toml", {"noise.cell=0.01", "model.calculus=\"stratonovich\""});
  EXPECT_EQ(read.experiment.sweep.groups.size(), 4u);
  expect_as_by_hand(loop, R"(
[sweep]
design = "grid"
[sweep.axes]
"solver.scheme" = ["euler_maruyama", "stochastic_heun"]
"model.parameters.a" = [0.5, 1.0]
"time.step" = [0.02, 0.01]
)",
                    {"noise.cell=0.01"});
}

TEST(SweepRun, TrajectoriesMayBeFewOrManyForABlock) {
  for (const char* trajectories : {"1", "63", "70", "130", "200"})
    expect_as_by_hand(loop, R"(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.a" = [0.1, 0.2, 0.3]
)",
                      {std::string("ensemble.trajectories=") + trajectories});
}

// The areas of a step's path are dealt to lanes as its increments are; a step of two cells sums both, and a cell of
// several steps is cut by each lane for itself.
TEST(SweepRun, SchemesWithAreasAreAsByHand) {
  for (const char* trajectories : {"1", "70", "200"})
    for (const char* cell : {"0.01", "0.005", "0.04", "0.03"})
      expect_as_by_hand(loop, R"(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.a" = [0.1, 0.2, 0.3]
)",
                        {"solver.scheme=sra3", "model.variables.x.noise.weather=0.1",
                         std::string("ensemble.trajectories=") + trajectories, std::string("noise.cell=") + cell});
}

TEST(SweepRun, AutoPicksASchemeForAllPointsOfAGroup) {
  // With a = 0 alone the noise of the loop would be of a narrower class; the sweep's scheme fits every value.
  const ReadScenario read = read_scenario_text(loop + R"(
[sweep]
design = "grid"
[sweep.axes]
"model.parameters.a" = [0.0, 0.5]
)",
                                               "loop.toml", {"solver.scheme=auto"});
  const CompiledRun run = compile_run(read.experiment);
  EXPECT_EQ(run.scheme.scheme->name,
            compile_run(read_scenario_text(loop, "loop.toml", {"solver.scheme=auto"}).experiment).scheme.scheme->name);
}

TEST(SweepRun, PackingDoesNotMatter) {
  const ReadScenario read = read_scenario_text(loop + R"(
[sweep]
design = "lhs"
samples = 7
[sweep.axes]
"model.parameters.a" = { linear = [0.1, 1.0] }
"model.parameters.s" = { log = [0.01, 1.0] }
)",
                                               "loop.toml", {"ensemble.trajectories=70"});
  const Recording whole = simulate(read.experiment);
  for (const int width : {1, 16, 32, 64, 128}) {
    for (const int points : {1, 2, 3, 7}) {
      const Recording packed = simulate(read.experiment, width, 64, points);
      ASSERT_EQ(packed.states.size(), whole.states.size());
      for (std::size_t i = 0; i < whole.states.size(); ++i)
        ASSERT_EQ(bits(packed.states[i]), bits(whole.states[i])) << width << " lanes, " << points << " points";
    }
  }
}

TEST(SweepRun, PointsShareGraphsUntilAZeroRemovesAnEdge) {
  const ReadScenario read = read_scenario_text(loop + R"(
[sweep]
design = "zip"
[sweep.axes]
"model.parameters.a" = [0.5, 0.0, 1.0, 0.0]
)",
                                               "loop.toml", {"model.variables.x.drift=\"-x + a*y\""});
  const RunShape shape = simulate(read.experiment).shape;
  EXPECT_EQ(shape.graph_scenario, (std::vector<std::int32_t>{0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5}));
  const auto& with_edge = shape.regimes.front().graph;
  EXPECT_EQ(with_edge.drift_edges[0 * 3 + 1], 1);  // x <- y by a
  EXPECT_EQ(with_edge.drift_sign[0 * 3 + 1], 1);   // a >= 0 at all points
  for (const auto& regime : shape.regimes)
    if (regime.scenario == 3) {
      EXPECT_EQ(regime.graph.drift_edges[0 * 3 + 1], 0);
    }
}

}  // namespace
}  // namespace dosde
