#include "tests/engine/causal/causal_helpers.hpp"

// How several interventions on one model compose.
namespace dosde {
namespace {

TEST(Composition, edits_of_a_row_apply_in_the_order_of_the_file) {
  const auto shift = intervention("shift", {"x"}, {{"value", value("1")}});
  const auto scale = intervention("scale_drift", {"x"}, {{"factor", value("2")}});
  expect_formula(rewritten({shift, scale})[0].drift, "2*(-x + a*y + 1)");
  expect_formula(rewritten({scale, shift})[0].drift, "2*(-x + a*y) + 1");
}

TEST(Composition, a_replacement_forgets_what_came_before_it_only) {
  const auto shift = intervention("shift", {"x"}, {{"value", value("1")}});
  const auto replace = intervention("replace", {"x"}, {{"drift", value("-y")}});
  expect_formula(rewritten({shift, replace})[0].drift, "-y");
  expect_formula(rewritten({replace, shift})[0].drift, "-y + 1");
}

TEST(Composition, a_clamp_wins_wherever_it_stands) {
  const auto clamp = intervention("clamp", {"x"}, {{"value", value("2")}});
  const auto shift = intervention("shift", {"x"}, {{"value", value("1")}});
  expect_clamped(rewritten({clamp, shift})[0], "2");
  expect_clamped(rewritten({shift, clamp})[0], "2");
}

TEST(Composition, clamps_may_name_each_other_without_a_cycle) {
  Model model = feedback_pair();
  model.variables.push_back(variable("z", "x*y - z", {{"z", "x"}}));
  const MechanismSet rows = rewritten({intervention("clamp", {"x"}, {{"value", value("2*y")}}),
                                       intervention("clamp", {"y"}, {{"value", value("z + t")}})},
                                      model);
  expect_clamped(rows[0], "2*(z + t)");
  expect_clamped(rows[1], "z + t");
  expect_formula(rows[2].drift, "2*(z + t)*(z + t) - z");
  expect_noise(rows[2], {{"z", "2*(z + t)"}});
}

TEST(Composition, a_row_remembers_itself_before_clamps_were_put_in) {
  const MechanismSet rows = rewritten(
      {intervention("clamp", {"x"}, {{"value", value("2")}}), intervention("shift", {"y"}, {{"value", value("1")}})});
  ASSERT_NE(rows[1].edited, nullptr);
  expect_formula(rows[1].edited->drift, "b*x - y + 1");
  EXPECT_EQ(rows[0].edited, nullptr);
}

TEST(Composition, cycles_of_clamps_are_printed) {
  EXPECT_THAT(complaint_of_timeline({intervention("clamp", {"x"}, {{"value", value("y + 1")}}),
                                     intervention("clamp", {"y"}, {{"value", value("2*x")}})}),
              testing::HasSubstr("clamps name each other in a cycle: x -> y -> x"));
  EXPECT_THAT(complaint_of_timeline({intervention("clamp", {"x"}, {{"value", value("x + 1")}})}),
              testing::HasSubstr("x -> x"));
}

TEST(Composition, clamps_in_a_cycle_are_fine_while_their_windows_do_not_meet) {
  const Timeline timeline = build_timeline(feedback_pair(),
                                           {intervention("clamp", {"x"}, {{"value", value("y")}}, window(1, 2)),
                                            intervention("clamp", {"y"}, {{"value", value("x")}}, window(2, 3))},
                                           ten());
  expect_clamped(rows_of(timeline, 1)[0], "y");
  expect_clamped(rows_of(timeline, 2)[1], "x");
}

TEST(Composition, two_clamps_of_one_variable_at_one_time_are_an_error_that_names_both) {
  auto late = intervention("clamp", {"y", "x"}, {{"value", value("3")}}, window(2, 4));
  late.location = {"loop.toml", 31, 1};
  const std::string complaint =
      complaint_of_timeline({intervention("clamp", {"x"}, {{"value", value("2")}}, window(1, 3)), late});
  EXPECT_EQ(complaint,
            "loop.toml:31:1: error two clamps of 'x' are open at one time: the clamp of 'x' (1st intervention) and the "
            "clamp of 'y' and 'x' (2nd intervention, line 31) (a variable is held at one value); make their windows "
            "disjoint");
  const Timeline disjoint = build_timeline(
      feedback_pair(), {intervention("clamp", {"x"}, {{"value", value("2")}}, window(1, 2)), late}, ten());
  EXPECT_EQ(disjoint.regimes.size(), 4U);
}

}  // namespace
}  // namespace dosde
