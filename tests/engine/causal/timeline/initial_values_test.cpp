#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

TEST(InitialValues, are_the_models_or_those_of_the_last_intervention) {
  Model model = feedback_pair();
  model.variables[0].initial = Law{"normal", {0.0, 1.0}};
  const Timeline timeline = build_timeline(model,
                                           {intervention("initial", {"y"}, {{"value", value("3")}}),
                                            intervention("initial", {"y"}, {{"value", law("uniform", {"0", "a"})}})},
                                           ten());
  EXPECT_EQ(std::get<Law>(timeline.initial[0]).name, "normal");
  EXPECT_EQ(std::get<Law>(timeline.initial[1]).name, "uniform");
  ASSERT_EQ(timeline.warnings.size(), 1U);
  EXPECT_EQ(format_diagnostic(timeline.warnings[0]),
            "warning: the initial of 'y' (1st intervention) has no effect on 'y' (it is overridden by the initial of "
            "'y' (2nd intervention))");
}

TEST(InitialValues, keep_recorded_states) {
  Model model = feedback_pair();
  model.variables[0].initial = RecordedInitial{std::make_shared<const std::vector<double>>(3, 1.0), "loop.h5"};
  const Timeline timeline = build_timeline(model, {}, ten());
  EXPECT_EQ(std::get<RecordedInitial>(timeline.initial[0]).values->size(), 3U);
}

TEST(InitialValues, are_formulas_of_parameters_and_act_at_the_start) {
  EXPECT_THAT(complaint_of_timeline({intervention("initial", {"y"}, {{"value", value("x")}})}),
              testing::HasSubstr("names a variable, 'x' (an initial value is a formula of parameters)"));
  EXPECT_THAT(complaint_of_timeline({intervention("initial", {"y"}, {{"value", law("normal", {"t", "1"})}})}),
              testing::HasSubstr("names the time 't'"));
  EXPECT_THAT(complaint_of_timeline({intervention("initial", {"y"}, {{"value", value("1")}}, window(1, 2))}),
              testing::HasSubstr("it acts at the start"));
}

}  // namespace
}  // namespace dosde
