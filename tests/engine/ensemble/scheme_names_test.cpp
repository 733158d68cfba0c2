#include "engine/ensemble/scheme_names.hpp"

#include <gtest/gtest.h>

#include "engine/solvers/registry.hpp"

namespace dosde {
namespace {

TEST(SchemeNames, AreThoseOfAllPointsOnceEach) {
  CompiledRun run;
  run.scheme = {find_scheme("sra1"), "one"};
  EXPECT_EQ(scheme_names(run), "sra1");
  EXPECT_EQ(scheme_reasons(run), "one");
  for (const char* name : {"milstein", "sra1", "euler_maruyama", "milstein"})
    run.further_groups.emplace_back().scheme = {find_scheme(name), std::string("of ") + name};
  EXPECT_EQ(scheme_names(run), "sra1, milstein, euler_maruyama");
  EXPECT_EQ(scheme_reasons(run), "one; of milstein; of euler_maruyama");
}

}  // namespace
}  // namespace dosde
