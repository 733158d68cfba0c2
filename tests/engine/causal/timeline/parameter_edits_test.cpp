#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

Intervention set_parameter(const std::string& name, const std::string& text, Window when = {}) {
  return intervention("parameter", {name}, {{"value", value(text)}}, when);
}

TEST(ParameterEdits, reach_every_formula_of_every_row) {
  Model model = feedback_pair();
  model.variables[1].lower = formula("-5*s");
  const MechanismSet rows = rewritten({set_parameter("s", "3")}, model);
  expect_noise(rows[0], {{"x", "3"}});
  expect_noise(rows[1], {{"y", "3"}, {"weather", "0.2*x"}});
  ASSERT_TRUE(rows[1].lower.has_value());
  expect_formula(*rows[1].lower, "-5*3");
}

TEST(ParameterEdits, reach_the_formulas_of_other_interventions) {
  const MechanismSet rows = rewritten({intervention("clamp", {"x"}, {{"value", value("2*a")}}), set_parameter("a", "3"),
                                       intervention("shift", {"y"}, {{"value", value("a")}})});
  expect_clamped(rows[0], "2*3");
  expect_formula(rows[1].drift, "b*(2*3) - y + 3");
}

TEST(ParameterEdits, hold_in_their_window_only) {
  const Timeline timeline = build_timeline(feedback_pair(), {set_parameter("a", "9", window(2, 4))}, ten());
  expect_formula(rows_of(timeline, 0)[0].drift, "-x + a*y");
  expect_formula(rows_of(timeline, 1)[0].drift, "-x + 9*y");
  EXPECT_EQ(timeline.regimes[2].mechanisms, timeline.regimes[0].mechanisms);
}

TEST(ParameterEdits, mean_the_value_before_by_the_parameters_own_name) {
  expect_formula(rewritten({set_parameter("a", "2*a")})[0].drift, "-x + 2*a*y");
  expect_formula(rewritten({set_parameter("a", "2*a"), set_parameter("a", "a + 1")})[0].drift, "-x + (2*a + 1)*y");
}

TEST(ParameterEdits, may_depend_on_time_and_state) {
  expect_formula(rewritten({set_parameter("a", "sin(t)*x")})[0].drift, "-x + sin(t)*x*y");
  const MechanismSet rows = rewritten({set_parameter("a", "x"), intervention("clamp", {"x"}, {{"value", value("2")}})});
  expect_clamped(rows[0], "2");
  const MechanismSet chained =
      rewritten({set_parameter("b", "x"), intervention("clamp", {"x"}, {{"value", value("2")}})});
  expect_formula(chained[1].drift, "2*2 - y");
}

TEST(ParameterEdits, carry_over_to_parameters_that_are_formulas_of_the_edited_one) {
  Model model = feedback_pair();
  model.parameters = {parameter("a", "c*s"), parameter("b", "-1"), parameter("s", "1"), parameter("c", "s/2")};
  expect_formula(rewritten({set_parameter("s", "3")}, model)[0].drift, "-x + 3/2*3*y");
  expect_formula(rewritten({set_parameter("c", "4")}, model)[0].drift, "-x + 4*s*y");
  // do(a) on the dependent one cuts it off from its own formula.
  expect_formula(rewritten({set_parameter("s", "3"), set_parameter("a", "7")}, model)[0].drift, "-x + 7*y");
  // A later value sees what earlier edits have made of dependents.
  expect_formula(rewritten({set_parameter("s", "3"), set_parameter("b", "c")}, model)[1].drift, "3/2*x - y");
}

TEST(ParameterEdits, redraw_dependent_laws_at_the_same_uniform) {
  Model model = feedback_pair();
  model.parameters[0] = drawn_parameter("a", {"normal", {formula("b"), formula("1")}});
  expect_formula(rewritten({set_parameter("b", "5")}, model)[0].drift, "-x + (5 + 1*inverse_normal(u:parameter:a))*y");
  expect_formula(rewritten({set_parameter("a", "5")}, model)[0].drift, "-x + 5*y");
}

TEST(ParameterEdits, open_at_the_start_reach_initial_values_and_later_ones_do_not) {
  Model model = feedback_pair();
  model.variables[0].initial = formula("10*a");
  model.variables[1].initial = Law{"normal", {formula("a"), formula("s")}};
  const auto initial = [&](const std::vector<Intervention>& interventions) {
    return build_timeline(model, interventions, ten()).initial;
  };
  const auto always = initial({set_parameter("a", "3")});
  expect_formula(std::get<Expression>(always[0]), "10*3");
  expect_formula(std::get<Law>(always[1]).arguments[0], "3");
  expect_formula(std::get<Law>(always[1]).arguments[1], "s");
  expect_formula(std::get<Expression>(initial({set_parameter("a", "3", window(0, 1))})[0]), "10*3");
  expect_formula(std::get<Expression>(initial({set_parameter("a", "3", window(1, 2))})[0]), "10*a");
}

TEST(ParameterEdits, may_not_make_initial_values_or_bounds_depend_on_the_state) {
  Model model = feedback_pair();
  model.variables[0].initial = formula("a");
  model.variables[1].upper = formula("a");
  const std::string complaint = complaint_of_timeline({set_parameter("a", "2 + y")}, model);
  EXPECT_THAT(complaint, testing::HasSubstr("makes the initial value of 'x' depend on 'y'"));
  EXPECT_THAT(complaint, testing::HasSubstr("makes a bound of 'y' depend on 'y'"));
}

}  // namespace
}  // namespace dosde
