#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

/// All findings as lines.
std::string findings_of(const Model& model) {
  std::string lines;
  for (const auto& finding : validate(model)) lines += format_diagnostic(finding) + "\n";
  return lines;
}

TEST(Validate, finds_nothing_in_a_sound_model) { EXPECT_EQ(findings_of(feedback_pair()), ""); }

TEST(Validate, tells_everything_at_once) {
  Model model = feedback_pair();
  model.variables[0].drift = formula("-x + aa*y");
  model.variables[0].location = {"loop.toml", 7, 1};
  model.variables[0].drift_location = {"loop.toml", 8, 9};
  model.variables[1].noise.push_back({"y", formula("zeta")});
  model.variables[1].initial = formula("x");
  model.parameters.push_back(parameter("t", "1"));
  const std::string findings = findings_of(model);
  EXPECT_THAT(findings, HasSubstr("loop.toml:8:9: error the drift of 'x' names 'aa', which does not exist; "
                                  "did you mean 'a'?"));
  EXPECT_THAT(findings, HasSubstr("'y' loads on the source 'y' twice"));
  EXPECT_THAT(findings, HasSubstr("names 'zeta', which does not exist; known are 'x', 'y', 'a'"));
  EXPECT_THAT(findings, HasSubstr("the initial value of 'y' names a variable, 'x' (an initial value is a formula of"));
  EXPECT_THAT(findings, HasSubstr("the parameter 't' has a reserved name (t is the time)"));
  EXPECT_EQ(validate(model).size(), 5U);
}

// Tanaka: ∫ where(x > 0, 1, 3) ∘ dW = ∫ where(x > 0, 1, 3) dW - (local time of x at 0).
TEST(Validate, refuses_a_stratonovich_form_whose_ito_form_derivatives_do_not_tell) {
  Model model;
  model.variables = {variable("x", "0", {{"w", "where(x > 0, 1, 3)"}})};
  EXPECT_EQ(findings_of(model), "");
  model.calculus = Calculus::stratonovich;
  EXPECT_THAT(findings_of(model), HasSubstr("in Stratonovich form row x's loading on source w may jump"));
  model.variables[0].noise[0].loading = formula("where(x > 0, x, 2*x)");
  EXPECT_EQ(findings_of(model), "");
}

TEST(Validate, prints_a_cycle_of_parameters) {
  Model model = feedback_pair();
  model.parameters = {parameter("a", "2*b"), parameter("b", "s + 1"), parameter("s", "a")};
  EXPECT_THAT(findings_of(model), HasSubstr("parameters form a cycle: a -> b -> s -> a"));
  model.parameters[2] = parameter("s", "s");
  EXPECT_THAT(findings_of(model), HasSubstr("parameters form a cycle: s -> s"));
}

TEST(Validate, wants_names_that_formulas_can_use) {
  Model model = feedback_pair();
  model.parameters.push_back(parameter("exp", "1"));
  model.parameters.push_back(parameter("two words", "1"));
  model.parameters.push_back(parameter("x", "1"));
  const std::string findings = findings_of(model);
  EXPECT_THAT(findings, HasSubstr("the parameter 'exp' has a reserved name (formulas use 'exp' for something else)"));
  EXPECT_THAT(findings, HasSubstr("the parameter 'two words' cannot be named in a formula"));
  EXPECT_THAT(findings, HasSubstr("the name 'x' is used twice"));
}

TEST(Validate, lets_a_source_share_a_name_with_anything) {
  Model model = feedback_pair();
  model.variables[0].noise = {{"a", formula("s")}};
  EXPECT_EQ(findings_of(model), "");
}

TEST(Validate, keeps_parameters_apart_from_variables_and_time) {
  Model model = feedback_pair();
  model.parameters[0] = parameter("a", "2*x");
  model.parameters[1] = parameter("b", "t");
  const std::string findings = findings_of(model);
  EXPECT_THAT(findings, HasSubstr("the parameter 'a' names a variable, 'x' (a parameter is a formula of other"));
  EXPECT_THAT(findings, HasSubstr("the parameter 'b' names the time 't'"));
}

TEST(Validate, refuses_numbers_for_conditions_of_events) {
  Model model = feedback_pair();
  model.events = {{"above", formula("x > 1"), {{"x", formula("0")}}}, {"root", formula("(y > 0)*0.3"), {}, true}};
  const std::string findings = findings_of(model);
  EXPECT_THAT(findings, testing::HasSubstr("the condition of the event 'root' is '0.3*(y > 0)', which is a number"));
  EXPECT_THAT(findings, testing::Not(testing::HasSubstr("above")));
}

TEST(Validate, checks_laws) {
  Model model = feedback_pair();
  model.variables[0].initial = Law{"gausian", {0.0, 1.0}};
  model.variables[1].initial = Law{"normal", {0.0}};
  model.parameters[0] = drawn_parameter("a", {"uniform", {2.0, 1.0}});
  model.parameters[1] = drawn_parameter("b", {"normal", {formula("x"), 1.0}});
  const std::string findings = findings_of(model);
  EXPECT_THAT(findings, HasSubstr("has the unknown law 'gausian'"));
  EXPECT_THAT(findings, HasSubstr("the law normal has 1 arguments (it takes 2: 'mean' and 'std')"));
  EXPECT_THAT(findings, HasSubstr("the low end of a uniform law lies above its high end"));
  EXPECT_THAT(findings, HasSubstr("the parameter 'b' (mean of normal) names a variable, 'x'"));
}

TEST(Validate, checks_bounds_where_parameters_have_values) {
  Model model = feedback_pair();
  model.variables[0].lower = formula("2*a");
  model.variables[0].upper = formula("a");
  EXPECT_THAT(findings_of(model), HasSubstr("the bounds of 'x' cross: 1 is not below 0.5"));
  model.variables[0].upper = formula("4*a");
  EXPECT_THAT(findings_of(model), HasSubstr("'x' starts at 0, outside its bounds"));
  model.variables[0].initial = formula("1.5");
  EXPECT_EQ(findings_of(model), "");
  model.variables[0].upper = formula("y");
  EXPECT_THAT(findings_of(model), HasSubstr("the upper bound of 'x' names a variable, 'y'"));
}

TEST(Validate, checks_tables_and_values) {
  Model model = feedback_pair();
  model.inputs = {Table{"dose", {0.0, 2.0, 1.0}, {1.0, 2.0}, Interpolation::previous}};
  model.parameters[0] = parameter("a", "1/0");
  const std::string findings = findings_of(model);
  EXPECT_THAT(findings, HasSubstr("has 3 times and 2 values"));
  EXPECT_THAT(findings, HasSubstr("after the time 2 comes 1 (times must increase)"));
  EXPECT_THAT(findings, HasSubstr("the parameter 'a' is not a finite number"));
  EXPECT_THAT(findings_of(Model{}), HasSubstr("the model has no variables"));
}

}  // namespace
}  // namespace dosde
