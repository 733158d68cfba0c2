#include "engine/causal/model.hpp"

#include "engine/causal/parameter_order.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

TEST(Model, finds_by_name_and_lists_sources_in_order_of_first_appearance) {
  const Model model = feedback_pair();
  EXPECT_EQ(model.find_variable("y").value, 1);
  EXPECT_EQ(model.find_parameter("s").value, 2);
  EXPECT_FALSE(model.find_variable("a").is_valid());
  EXPECT_THAT(model.sources(), testing::ElementsAre("x", "y", "weather"));
}

TEST(Resolve, reads_inputs_from_their_tables_at_t) {
  Model model = feedback_pair();
  model.inputs = {Table{"dose", {0.0, 1.0}, {0.0, 3.0}, Interpolation::previous}};
  model.variables[0].drift = formula("dose - x");
  model.variables[0].noise[0].loading = formula("1 + dose");
  const Model resolved = resolve(model);
  const Expression dose = Expression::make_lookup("dose", Expression::symbol("t"));
  EXPECT_TRUE(resolved.variables[0].drift.is_same(dose - formula("x")));
  EXPECT_TRUE(resolved.variables[0].noise[0].loading.is_same(1.0 + dose));
  expect_formula(resolved.variables[1].drift, "b*x - y");
}

TEST(Resolve, throws_what_validate_finds) {
  Model model = feedback_pair();
  model.variables[0].drift = formula("nothing");
  EXPECT_THAT(complaint_of([&] { resolve(model); }), testing::HasSubstr("names 'nothing'"));
}

TEST(Parameters, are_computed_in_dependency_order_and_drawn_ones_are_absent) {
  Model model = feedback_pair();
  model.parameters = {parameter("late", "2*early + 1"), parameter("early", "0.5"),
                      drawn_parameter("drawn", {"normal", {0.0, 1.0}}), parameter("of_drawn", "drawn + early")};
  const auto values = uniform_parameters(model);
  EXPECT_EQ(values.size(), 2U);
  EXPECT_EQ(values.at("late"), 2.0);
  EXPECT_EQ(values.at("early"), 0.5);
  std::vector<std::string> order;
  for (const auto id : parameter_order(model)) order.push_back(model.parameters[id.index()].name);
  EXPECT_THAT(order, testing::ElementsAre("early", "late", "drawn", "of_drawn"));
}

TEST(Parameters, a_cycle_is_an_error_that_prints_it) {
  Model model = feedback_pair();
  model.parameters = {parameter("a", "b"), parameter("b", "a")};
  EXPECT_THAT(complaint_of([&] { uniform_parameters(model); }), testing::HasSubstr("a -> b -> a"));
}

}  // namespace
}  // namespace dosde
