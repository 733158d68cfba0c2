#include "tests/engine/causal/causal_helpers.hpp"

// What is said of interventions that make no sense; build_timeline says all of it at once.
namespace dosde {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(CheckIntervention, tells_the_mistakes_of_all_interventions_at_once) {
  auto first = intervention("clmap", {"x"}, {{"value", value("1")}});
  first.location = {"loop.toml", 20, 1};
  const std::string complaint =
      complaint_of_timeline({first, intervention("shift", {"xx"}, {{"value", value("zeta")}}),
                             intervention("clamp", {"x"}, {{"value", value("1")}}, window(20, 30))});
  EXPECT_THAT(complaint, HasSubstr("loop.toml:20:1: error the clmap of 'x' (1st intervention, line 20) has the unknown "
                                   "kind 'clmap'; did you mean 'clamp'?"));
  EXPECT_THAT(complaint, HasSubstr("targets 'xx', which is not a variable; did you mean 'x'?"));
  EXPECT_THAT(complaint, HasSubstr("the shift of 'xx' (2nd intervention): its `value` names 'zeta', which does not"));
  EXPECT_THAT(complaint, HasSubstr("the window of the clamp of 'x' (3rd intervention) lies outside the time span"));
}

TEST(CheckIntervention, tells_times_of_interventions_that_are_wrong_otherwise_too) {
  const std::string complaint = complaint_of_timeline(
      {intervention("clamp", {"xx"}, {{"value", value("1")}}, window(0.25, 3.0)),
       intervention("impulse", {"x"}, {{"at", std::vector<double>{0.37}}, {"add", value("zeta")}})});
  EXPECT_THAT(complaint, HasSubstr("targets 'xx', which is not a variable"));
  EXPECT_THAT(complaint, HasSubstr("the start `from` of the clamp of 'xx' (1st intervention)"));
  EXPECT_THAT(complaint, HasSubstr("names 'zeta'"));
  EXPECT_THAT(complaint, HasSubstr("the time `at` of the impulse of 'x' (2nd intervention)"));
}

TEST(CheckIntervention, tells_variables_from_parameters) {
  EXPECT_THAT(complaint_of_timeline({intervention("shift", {"a"}, {{"value", value("1")}})}),
              HasSubstr("targets 'a', which is a parameter, not a variable"));
  EXPECT_THAT(complaint_of_timeline({intervention("parameter", {"x"}, {{"value", value("1")}})}),
              HasSubstr("targets 'x', which is a variable, not a parameter"));
  EXPECT_THAT(complaint_of_timeline({intervention("shift", {}, {{"value", value("1")}})}), HasSubstr("has no target"));
  EXPECT_THAT(complaint_of_timeline({intervention("shift", {"x", "x"}, {{"value", value("1")}})}),
              HasSubstr("names the target 'x' twice"));
}

TEST(CheckIntervention, tells_missing_unknown_and_mistyped_keys) {
  EXPECT_THAT(complaint_of_timeline({intervention("shift", {"x"}, {})}), HasSubstr("lacks its key `value`"));
  EXPECT_THAT(complaint_of_timeline({intervention("shift", {"x"}, {{"value", value("1")}, {"factr", value("1")}})}),
              HasSubstr("has the unknown key `factr`"));
  EXPECT_THAT(complaint_of_timeline({intervention("shift", {"x"}, {{"value", law("normal", {"0", "1"})}})}),
              HasSubstr("has a value of the wrong type for `value`"));
}

TEST(CheckIntervention, tells_unknown_parents_and_sources) {
  EXPECT_THAT(complaint_of_timeline({intervention("cut", {"x"}, {{"parent", text("z")}, {"value", value("0")}})}),
              HasSubstr("names 'z', which is not a variable"));
  EXPECT_THAT(complaint_of_timeline({intervention("cut", {"x"}, {{"source", text("whether")}})}),
              HasSubstr("names the noise source 'whether', which does not exist; did you mean 'weather'?"));
  const std::string far = complaint_of_timeline({intervention("cut", {"x"}, {{"source", text("zz")}})});
  EXPECT_THAT(far, HasSubstr("names the noise source 'zz', which does not exist; known are "));
  EXPECT_THAT(far, Not(HasSubstr("zz@x")));
}

TEST(CheckIntervention, knows_sources_that_other_interventions_bring_in) {
  const auto replace = intervention("replace", {"x"}, {{"noise", noise_row({{"shock", "1"}})}});
  const auto scale = intervention("scale_noise", {"x"}, {{"factor", value("2")}, {"source", text("shock")}});
  expect_noise(rewritten({replace, scale})[0], {{"shock", "2"}});
  const auto cut = intervention("cut", {"y"}, {{"source", text("weather")}});
  const auto scale_copy = intervention("scale_noise", {"y"}, {{"factor", value("2")}, {"source", text("weather@y")}});
  expect_noise(rewritten({cut, scale_copy})[1], {{"y", "s"}, {"weather@y", "2*(0.2*x)"}});
}

TEST(CheckIntervention, tells_arguments_that_do_not_go_together) {
  const auto complaint = [](const std::string& kind, std::map<std::string, Argument> arguments) {
    return complaint_of_timeline({intervention(kind, {"x"}, std::move(arguments))});
  };
  EXPECT_THAT(complaint("cut", {}), HasSubstr("it needs either `parent` (an edge) or `source`"));
  EXPECT_THAT(complaint("cut", {{"parent", text("y")}}), HasSubstr("it needs `value`"));
  EXPECT_THAT(complaint("cut", {{"source", text("x")}, {"part", text("drift")}}), HasSubstr("takes neither"));
  EXPECT_THAT(complaint("cut", {{"parent", text("y")}, {"value", value("0")}, {"part", text("all")}}),
              HasSubstr("its `part` is 'all', not 'both', 'drift' or 'noise'"));
  EXPECT_THAT(complaint("replace", {}), HasSubstr("it needs `drift`, `noise` or both"));
  EXPECT_THAT(complaint("replace", {{"noise", noise_row({{"w", "1"}, {"w", "2"}})}}), HasSubstr("'w' twice"));
  EXPECT_THAT(complaint("soft_clamp", {{"value", value("0")}, {"rate", value("-1")}}), HasSubstr("must be positive"));
  EXPECT_THAT(complaint("impulse", {{"at", times({1.0})}}), HasSubstr("it needs either `add` or `set`"));
  EXPECT_THAT(complaint("clamp", {{"value", law("normal", {"0", "-1"})}}),
              HasSubstr("deviation of a normal law is neg"));
  EXPECT_THAT(complaint("clamp", {{"value", law("normal", {"y", "1"})}}),
              HasSubstr("names a variable, 'y' (a law's arguments are formulas of parameters and t)"));
}

}  // namespace
}  // namespace dosde
