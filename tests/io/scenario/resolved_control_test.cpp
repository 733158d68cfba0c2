#include "io/scenario/resolved_control.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"
#include "io/scenario/read_scenario.hpp"

namespace dosde {
namespace {

std::string resolved(const std::string& solver) {
  return read_scenario_text(
             "format = 1\n[model.variables.x]\ndrift = \"-x\"\n[model.variables.y]\ndrift = \"x - y\"\n[time]\nstop = "
             "1.0\nstep = 0.1\n"
             "[solver]\n" +
                 solver + "\n[ensemble]\ntrajectories = 1\n[[scenario]]\nname = \"observed\"\n",
             "test.toml")
      .resolved;
}

TEST(ResolvedControl, IsThatOfTheScenario) {
  const auto control = find_resolved_control(resolved(
      "steps = \"adaptive\"\nrelative_tolerance = 1e-4\nsmallest_step = 1e-3\nabsolute_tolerances = { y = 0.25 }"));
  ASSERT_TRUE(control);
  EXPECT_EQ(control->relative_tolerance, 1e-4);
  EXPECT_EQ(control->absolute_tolerance, StepControl{}.absolute_tolerance);
  EXPECT_EQ(control->smallest_step, 1e-3);
  EXPECT_EQ(control->absolute_of, (std::map<std::string, double>{{"y", 0.25}}));
  EXPECT_TRUE(control->relative_of.empty());
}

TEST(ResolvedControl, IsNoneOfFixedSteps) { EXPECT_FALSE(find_resolved_control(resolved("steps = \"fixed\""))); }

TEST(ResolvedControl, SaysWhereTheTextIsNone) { EXPECT_THROW(find_resolved_control("steps = "), Error); }

}  // namespace
}  // namespace dosde
