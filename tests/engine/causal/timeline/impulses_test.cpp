#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

Intervention impulse(const std::string& target, const std::string& how, const std::string& what,
                     std::vector<double> at) {
  return intervention("impulse", {target}, {{"at", times(std::move(at))}, {how, value(what)}});
}

Timeline timeline_of(const std::vector<Intervention>& interventions) {
  return build_timeline(feedback_pair(), interventions, ten());
}

TEST(Impulses, add_or_set_once_and_leave_the_equations_alone) {
  const Timeline timeline = timeline_of({impulse("x", "add", "5", {2.0}), impulse("y", "set", "x + a", {1.0, 2.0})});
  EXPECT_EQ(timeline.regimes.size(), 1U);
  ASSERT_EQ(timeline.impulses.size(), 3U);  // by step
  EXPECT_EQ(timeline.impulses[0].tick, 10);
  EXPECT_EQ(timeline.impulses[0].variable.value, 1);
  EXPECT_EQ(timeline.impulses[0].intervention, 1U);
  expect_formula(timeline.impulses[0].new_value, "x + a");
  EXPECT_EQ(timeline.impulses[1].tick, 20);
  expect_formula(timeline.impulses[1].new_value, "x + 5");
  expect_formula(timeline.impulses[2].new_value, "x + a");  // X(t-): not the x that was just moved
}

TEST(Impulses, on_one_variable_at_one_time_compose_in_the_order_of_the_file) {
  const Timeline timeline = timeline_of(
      {impulse("x", "set", "2", {1.0}), impulse("x", "add", "3*x", {1.0}), impulse("x", "add", "y", {1.0})});
  ASSERT_EQ(timeline.impulses.size(), 1U);
  expect_formula(timeline.impulses[0].new_value, "2 + 3*2 + y");
  EXPECT_EQ(timeline.impulses[0].intervention, 2U);
}

TEST(Impulses, act_at_the_start_and_at_the_stop_too) {
  const Timeline timeline = timeline_of({impulse("x", "add", "1", {0.0, 10.0})});
  ASSERT_EQ(timeline.impulses.size(), 2U);
  EXPECT_EQ(timeline.impulses[0].tick, 0);
  EXPECT_EQ(timeline.impulses[1].tick, 100);
}

TEST(Impulses, at_the_start_read_the_initial_state_before_any_clamp_holds) {
  const Timeline timeline =
      timeline_of({intervention("clamp", {"x"}, {{"value", value("7")}}), impulse("y", "add", "x", {0.0})});
  ASSERT_EQ(timeline.impulses.size(), 1U);
  expect_formula(timeline.impulses[0].new_value, "y + x");
}

TEST(Impulses, repeat_until_their_end) {
  Intervention dose = impulse("x", "add", "1", {1.0});
  dose.window.every = 4.0;
  std::vector<std::int64_t> steps;
  for (const auto& one : timeline_of({dose}).impulses) steps.push_back(one.tick);
  EXPECT_THAT(steps, testing::ElementsAre(10, 50, 90));
  dose.window.until = 9.0;
  EXPECT_EQ(timeline_of({dose}).impulses.size(), 2U);
}

TEST(Impulses, read_what_clamped_variables_were_held_at) {
  const Timeline timeline =
      timeline_of({intervention("clamp", {"x"}, {{"value", value("2 + y")}}, window(1, 3)),
                   impulse("y", "add", "x", {2.0}), impulse("x", "add", "10", {3.0}), impulse("y", "set", "x", {1.0})});
  ASSERT_EQ(timeline.impulses.size(), 3U);
  expect_formula(timeline.impulses[0].new_value, "x");            // the clamp opens after the impulse
  expect_formula(timeline.impulses[1].new_value, "y + (2 + y)");  // held
  expect_formula(timeline.impulses[2].new_value, "2 + y + 10");   // released: from the clamped value on
  EXPECT_TRUE(timeline.warnings.empty());
}

TEST(Impulses, use_parameters_as_they_are_at_their_time) {
  const Timeline timeline = timeline_of({intervention("parameter", {"a"}, {{"value", value("7")}}, window(1, 2)),
                                         impulse("x", "add", "a", {0.9, 1.0, 1.9, 2.0})});
  ASSERT_EQ(timeline.impulses.size(), 4U);
  expect_formula(timeline.impulses[0].new_value, "x + a");
  expect_formula(timeline.impulses[1].new_value, "x + 7");
  expect_formula(timeline.impulses[2].new_value, "x + 7");
  expect_formula(timeline.impulses[3].new_value, "x + a");
}

TEST(Impulses, on_a_clamped_variable_have_no_effect_and_that_is_a_warning) {
  const auto clamp = intervention("clamp", {"x"}, {{"value", value("2")}}, window(1, 3));
  const Timeline timeline = timeline_of({clamp, impulse("x", "add", "1", {1.0, 2.0})});
  EXPECT_TRUE(timeline.impulses.empty());
  ASSERT_EQ(timeline.warnings.size(), 1U);
  EXPECT_EQ(format_diagnostic(timeline.warnings[0]),
            "warning: the impulse of 'x' (2nd intervention) does not move 'x' at 1 (a clamp holds it then)");
}

TEST(Impulses, are_refused_where_they_cannot_be) {
  EXPECT_THAT(complaint_of_timeline({impulse("x", "add", "1", {11.0})}),
              HasSubstr("the time 11 of the impulse of 'x' (1st intervention) lies outside its span (the run goes"));
  EXPECT_THAT(complaint_of_timeline({impulse("x", "add", "1", {0.55})}), HasSubstr("use 0.5 or 0.6"));
  EXPECT_THAT(complaint_of_timeline({impulse("x", "add", "1", {})}), HasSubstr("its list `at` is empty"));
  EXPECT_THAT(complaint_of_timeline({impulse("x", "add", "1", {1.0, 1.0})}), HasSubstr("names a time twice"));
  Intervention ended = impulse("x", "add", "1", {1.0});
  ended.window.until = 2.0;
  EXPECT_THAT(complaint_of_timeline({ended}), HasSubstr("its `until` ends a repetition, but it has no `every`"));
  ended.window = {{}, 0.5, 2.0};
  EXPECT_THAT(complaint_of_timeline({ended}), HasSubstr("lies outside its span (its `until` is 0.5)"));
  Intervention twice = impulse("x", "add", "1", {1.0, 3.0});
  twice.window.every = 2.0;
  EXPECT_THAT(complaint_of_timeline({twice}), HasSubstr("acts twice at one time"));
}

}  // namespace
}  // namespace dosde
