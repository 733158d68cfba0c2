#include "engine/analysis/regime_stiffness.hpp"

#include <gtest/gtest.h>

#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

TEST(RegimeStiffness, OfWaitingInterventionsComesAfterThatOfTimes) {
  Experiment experiment = experiment_of({make_variable("x", "-a*x - b*x", noise("x", "1"), Expression(0.0))});
  experiment.model.parameters = {make_parameter("a", Expression(1.0)), make_parameter("b", Expression(2.0))};
  const auto waiting = [](const char* target, const char* value) {
    Window window;
    window.when = parse_expression("x > 1");
    return make_intervention("parameter", target, {{"value", formula(value)}}, window);
  };
  Scenario scenario;
  scenario.name = "second";
  scenario.interventions = {waiting("a", "10"),
                            make_intervention("parameter", "b", {{"value", formula("100")}}, {10.0, {}, {}}),
                            waiting("b", "20")};
  experiment.scenarios.push_back(scenario);
  const CompiledRun run = compile_run(experiment);
  const auto found = examine_regimes(run);
  // a + b: 3; then 3 and, from 10 on, 101; then what conditions make of each: a = 10, b = 20, both; from 10 on b = 20
  // comes last in the file and wins, and a = 10 with b = 100 is new.
  std::vector<double> rates;
  for (const auto& each : found) rates.push_back(each.report.fastest_rate);
  ASSERT_GE(found.size(), 7U);
  EXPECT_EQ(std::vector<double>(rates.begin(), rates.begin() + 3), (std::vector<double>{3.0, 3.0, 101.0}));
  std::vector<double> open(rates.begin() + 3, rates.end());
  std::sort(open.begin(), open.end());
  EXPECT_EQ(open, (std::vector<double>{12.0, 21.0, 30.0, 110.0}));
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i].open.empty(), i < 3);
  EXPECT_EQ(found[3].open[0], "parameter of a (intervention 1)");
  EXPECT_EQ(found[3].scenario, "second");
  EXPECT_EQ(found[3].timeline, 1U);
  EXPECT_EQ(count_examined_rows(run), 7);
}

}  // namespace
}  // namespace dosde
