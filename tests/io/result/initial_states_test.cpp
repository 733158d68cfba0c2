#include "io/result/initial_states.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

TEST(InitialStates, AreTheColumnOfTheSavedTime) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  const std::string path = folder.file("run.h5");
  write_units(run, path, {0, 1, 2, 3});
  const std::vector<double> values = read_initial_states(path, "observed", "y", 1.5);
  ASSERT_EQ(values.size(), 200U);
  for (std::int64_t n = 0; n < 200; ++n) EXPECT_EQ(values[static_cast<std::size_t>(n)], run.state(0, n, 3, 1));
  EXPECT_EQ(read_initial_states(path, "do(x)=1 \u00b5", "x", 1.5).size(), 200U);
  const auto complaint = [&](const std::string& scenario, const std::string& variable, double time) {
    return message_of([&] { read_initial_states(path, scenario, variable, time); });
  };
  EXPECT_THAT(complaint("observe", "y", 1.5), HasSubstr("Did you mean 'observed'"));
  EXPECT_THAT(complaint("observed", "w", 1.5), HasSubstr("it has x, y, z"));
  EXPECT_THAT(complaint("observed", "y", 1.6), HasSubstr("nearest time that it saved is 1.5"));
  EXPECT_THAT(complaint("do(x)=1 \u00b5", "x", 2.0), HasSubstr("trajectory 5 "));  // it diverged at 1.99
  write_units(run, folder.file("part.h5"), {1});
  EXPECT_THAT(message_of([&] { read_initial_states(folder.file("part.h5"), "observed", "y", 1.5); }),
              HasSubstr("has not been computed"));
}

}  // namespace
}  // namespace dosde
