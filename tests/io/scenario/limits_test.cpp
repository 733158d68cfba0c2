// Large, deep and hostile files: an answer within a second, never a crash.
#include <gtest/gtest.h>

#include <ctime>
#include <functional>

#include "io/scenario/read_scenario.hpp"
#include "tests/io/scenario/full_example.hpp"

namespace dosde {
namespace {

const std::string small = "format = 1\n[time]\nstop = 1\nstep = 0.01\n[model.variables.x]\ndrift = \"-x\"\n";

/// Seconds of processor time, which a busy machine does not change.
double seconds_of(const std::function<void()>& work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// The number of errors; 0 where it is read.
std::size_t count_errors(const std::string& text) {
  try {
    read_scenario_text(text, "big.toml");
    return 0;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    return error.diagnostics().size();
  }
}

// A second is what is promised, and 0.2 what is measured; builds without optimisation or with sanitizers are slower.
constexpr double limit = 3.0;

TEST(ScenarioLimits, TenThousandScenarios) {
  std::string text = small;
  for (int i = 0; i < 10'000; ++i) {
    text += "[[scenario]]\nname = \"s" + std::to_string(i) +
            "\"\n[[scenario.intervention]]\nkind = \"clamp\"\ntarget = \"x\"\nvalue = " + std::to_string(i) + ".5\n";
  }
  EXPECT_LT(seconds_of([&] { EXPECT_EQ(count_errors(text), 0U); }), limit);
}

TEST(ScenarioLimits, AMegabyteOfMistakes) {
  std::string text = small;
  for (int i = 0; i < 10'000; ++i) text += "key" + std::to_string(i) + " = \"" + std::string(90, 'a') + "\"\n";
  EXPECT_LT(seconds_of([&] { EXPECT_EQ(count_errors(text), 10'000U); }), limit);
}

TEST(ScenarioLimits, AMegabyteInOneLine) {
  std::string list = "[";
  for (int i = 0; i < 100'000; ++i) list += "0.125, ";
  EXPECT_LT(seconds_of([&] { EXPECT_GT(count_errors(small + "[output]\nquantiles = " + list + "]\n"), 0U); }), limit);
}

TEST(ScenarioLimits, ALongFormulaAndADeepOne) {
  EXPECT_EQ(count_errors("format = 1\n[time]\nstop = 1\nstep = 0.1\n[model.variables.x]\ndrift = \"" +
                         std::string(70'000, '1') + "\"\n"),
            1U);
  EXPECT_EQ(count_errors("format = 1\n[time]\nstop = 1\nstep = 0.1\n[model.variables.x]\ndrift = \"" +
                         std::string(30'000, '(') + "\"\n"),
            1U);
}

TEST(ScenarioLimits, KeysAndValuesThatNestWithoutEnd) {
  std::string key = "a";
  for (int i = 0; i < 300'000; ++i) key += ".a";
  EXPECT_EQ(count_errors("[" + key + "]\n"), 1U);
  EXPECT_EQ(count_errors(key + " = 1\n"), 1U);
  EXPECT_EQ(count_errors("x = " + std::string(300'000, '[')), 1U);
  std::string tables = "x = ";
  for (int i = 0; i < 100'000; ++i) tables += "{ a.a.a.a = ";
  EXPECT_EQ(count_errors(tables), 1U);
}

TEST(ScenarioLimits, HugeCountsAreRefused) {
  EXPECT_EQ(count_errors("format = 1\n[time]\nstop = 1e300\nstep = 1e-300\n[model.variables.x]\ndrift = \"-x\"\n"), 1U);
  EXPECT_EQ(
      count_errors(
          "format = 1\n[time]\nstop = 1e9\nstep = 1e-4\nsave_every = 1e-4\n[model.variables.x]\ndrift = \"-x\"\n"),
      1U);
}

TEST(ScenarioLimits, EmptyAndBinaryTexts) {
  EXPECT_GT(count_errors(""), 0U);
  EXPECT_GT(count_errors(std::string(1000, '\0')), 0U);
  EXPECT_GT(count_errors("\xFF\xFE\x00"), 0U);
  EXPECT_GT(count_errors("\xEF\xBB\xBF"
                         "format = 1\n"),
            0U);
}

/// Every prefix of a right file is read or refused.
TEST(ScenarioLimits, CutOffFiles) {
  const std::string& text = testing::full_example();
  for (std::size_t length = 0; length < text.size(); length += 3) count_errors(text.substr(0, length));
}

}  // namespace
}  // namespace dosde
