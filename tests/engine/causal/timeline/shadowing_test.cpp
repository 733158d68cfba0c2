#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

using testing::IsEmpty;

std::vector<std::string> warnings_of(const std::vector<Intervention>& interventions) {
  std::vector<std::string> lines;
  for (const auto& warning : build_timeline(feedback_pair(), interventions, ten()).warnings) {
    EXPECT_EQ(warning.severity, Severity::warning);
    lines.push_back(format_diagnostic(warning));
  }
  return lines;
}

Intervention shift(Window when = {}) { return intervention("shift", {"x"}, {{"value", value("1")}}, when); }
Intervention clamp(Window when = {}) { return intervention("clamp", {"x"}, {{"value", value("2")}}, when); }

TEST(Shadowing, an_edit_under_a_clamp_is_told) {
  EXPECT_THAT(
      warnings_of({clamp(window(1, 5)), shift(window(2, 4))}),
      testing::ElementsAre("warning: the shift of 'x' (2nd intervention) has no effect on 'x' (while it is open "
                           "the clamp of 'x' (1st intervention) holds the variable)"));
}

TEST(Shadowing, an_edit_that_acts_some_of_the_time_is_not) {
  EXPECT_THAT(warnings_of({clamp(window(1, 3)), shift(window(2, 4))}), IsEmpty());
  EXPECT_THAT(warnings_of({clamp(), intervention("shift", {"y"}, {{"value", value("1")}})}), IsEmpty());
}

TEST(Shadowing, each_target_counts_for_itself) {
  const auto warnings = warnings_of({clamp(), intervention("shift", {"x", "y"}, {{"value", value("1")}})});
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_THAT(warnings[0], testing::HasSubstr("has no effect on 'x'"));
}

TEST(Shadowing, what_a_replacement_forgets_is_told) {
  const auto replace = intervention("replace", {"x"}, {{"drift", value("-y")}});
  EXPECT_THAT(warnings_of({shift(), replace}),
              testing::ElementsAre("warning: the shift of 'x' (1st intervention) has no effect on 'x' (a later edit of "
                                   "the row overrides it)"));
  EXPECT_THAT(warnings_of({replace, shift()}), IsEmpty());
}

TEST(Shadowing, edits_that_find_nothing_to_change_are_told) {
  EXPECT_THAT(warnings_of({intervention("cut", {"x"},
                                        {{"parent", text("x")}, {"value", value("0")}, {"part", text("noise")}})}),
              testing::ElementsAre("warning: the cut of 'x' (1st intervention) has no effect on 'x' (the row is the "
                                   "same with and without it)"));
  EXPECT_EQ(
      warnings_of({intervention("scale_noise", {"x"}, {{"factor", value("2")}, {"source", text("weather")}})}).size(),
      1U);
}

TEST(Shadowing, a_source_that_no_other_row_loads_has_no_edge_to_cut) {
  EXPECT_THAT(
      warnings_of({intervention("cut", {"x"}, {{"source", text("x")}})}),
      testing::ElementsAre("warning: the cut of 'x' (1st intervention) cuts no edge (no other row loads the "
                           "source 'x': the row gets other numbers of the same law, and nothing else changes)"));
  const auto shared = intervention("replace", {"x"}, {{"noise", noise_row({{"weather", "1"}})}});
  EXPECT_THAT(warnings_of({shared, intervention("cut", {"y"}, {{"source", text("weather")}})}), IsEmpty());
}

TEST(Shadowing, a_parameter_edit_that_a_later_one_forgets_is_told) {
  const auto set = [](const std::string& what) { return intervention("parameter", {"a"}, {{"value", value(what)}}); };
  EXPECT_THAT(
      warnings_of({set("1"), set("2")}),
      testing::ElementsAre("warning: the parameter of 'a' (1st intervention) has no effect on 'a' (a later edit "
                           "of the parameter overrides it)"));
  EXPECT_THAT(warnings_of({set("1"), set("2*a")}), IsEmpty());
}

}  // namespace
}  // namespace dosde
