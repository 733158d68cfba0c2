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

}  // namespace
}  // namespace dosde
