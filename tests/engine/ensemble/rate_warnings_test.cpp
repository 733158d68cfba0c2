#include "engine/ensemble/rate_warnings.hpp"

#include <gtest/gtest.h>

#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

TEST(RateWarnings, AreOfConstantRatesThatNoStepServesAndOfNoOthers) {
  Experiment experiment = feedback_experiment();
  experiment.time = {0.0, 0.25, 10};
  experiment.saves = save_every(experiment.time, 2);
  experiment.model.parameters.push_back(make_parameter("r", Expression(3100.0)));
  experiment.model.jumps = {{"shock", parse_expression("r"), {}, {}}, {"spark", parse_expression("1e6 + x"), {}, {}}};
  experiment.model.variables[0].noise.push_back({"shock", Expression(0.1)});
  experiment.model.variables[0].noise.push_back({"spark", Expression(0.1)});
  experiment.scenarios.resize(3);
  experiment.scenarios[0].interventions.clear();
  experiment.scenarios[1].name = "faster";
  experiment.scenarios[1].interventions = {make_intervention("parameter", "r", {{"value", formula("4000")}})};
  experiment.scenarios[2].name = "held";  // nothing loads on it
  experiment.scenarios[2].interventions = {make_intervention("parameter", "r", {{"value", formula("4000")}}),
                                           make_intervention("clamp", "x", {{"value", formula("0")}})};
  const auto warnings = warn_of_rates(compile_run(experiment));
  ASSERT_EQ(warnings.size(), 1U);  // 3100 is 775 a step, 4000 is 1000
  EXPECT_NE(warnings[0].problem.find("'faster', 1000 jumps a step"), std::string::npos) << warnings[0].problem;
  EXPECT_NE(warnings[0].suggestion.find("shorter than 0.2,"), std::string::npos) << warnings[0].suggestion;
}

TEST(RateWarnings, AreOfPulsesOfTheTimeThatNoStepSees) {
  Experiment experiment = feedback_experiment();
  experiment.time = {0.0, 0.25, 40};
  experiment.saves = save_every(experiment.time, 2);
  experiment.model.parameters.push_back(make_parameter("high", Expression(500.0)));
  const std::string pulse = "(t >= 3.0625)*(t < 3.125)";
  experiment.model.jumps = {{"shock", parse_expression("1 + high*" + pulse), {}, {}},
                            {"spark", parse_expression("500*x^2*" + pulse), {}, {}},
                            {"tide", parse_expression("3 + sin(t)"), {}, {}}};
  for (const char* source : {"shock", "spark", "tide"})
    experiment.model.variables[0].noise.push_back({source, Expression(0.1)});
  experiment.scenarios.resize(3);
  experiment.scenarios[0].name = "as it is";
  experiment.scenarios[0].interventions.clear();
  experiment.scenarios[1].name = "held";  // nothing loads on it
  experiment.scenarios[1].interventions = {make_intervention("clamp", "x", {{"value", formula("0")}})};
  experiment.scenarios[2].name = "lower, from inside a step on";
  experiment.scenarios[2].interventions = {
      make_intervention("parameter", "high", {{"value", formula("200")}}, {2.03, {}, {}})};
  const auto warnings = warn_of_rates(compile_run(experiment));
  ASSERT_EQ(warnings.size(), 2U);
  for (const auto& warning : warnings) EXPECT_EQ(warning.code, "W011");
  EXPECT_NE(warnings[0].problem.find("'as it is' it is 1 at t = 3, 501 at t = 3.0625 and 1 at t = 3.25"),
            std::string::npos)
      << warnings[0].problem;
  EXPECT_NE(warnings[0].suggestion.find("shorter than 0.06"), std::string::npos) << warnings[0].suggestion;
  EXPECT_NE(warnings[1].problem.find("step on' it is 1 at t = 3, 201 at"), std::string::npos) << warnings[1].problem;
  // A window that makes the pulse ends steps where it begins and ends, in all scenarios.
  experiment.scenarios[2].interventions[0].window = {3.0625, 3.125, {}};
  EXPECT_TRUE(warn_of_rates(compile_run(experiment)).empty());
}

}  // namespace
}  // namespace dosde
