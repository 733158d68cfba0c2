#include "io/result/attempts.hpp"

#include <gtest/gtest.h>

#include "io/result/check.hpp"
#include "io/result/layout.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/result_file.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

TEST(Attempts, AreEnteredAndClosed) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  const std::string path = folder.file("run.h5");
  write_units(run, path, {});
  EXPECT_TRUE(read_attempts(path).empty());
  Attempt first = attempt_from_now();
  EXPECT_EQ(begin_attempt(path, first), 0);
  EXPECT_EQ(begin_attempt(path, attempt_from_now()), 1);
  first.units = 4;
  first.exit_code = 0;
  first.compute_seconds = 1.5;
  end_attempt(path, 0, first);
  const std::vector<Attempt> attempts = ResultFile(path).attempts();
  ASSERT_EQ(attempts.size(), 2U);
  EXPECT_EQ(attempts[0].units, 4);
  EXPECT_EQ(attempts[0].exit_code, 0);
  EXPECT_EQ(attempts[0].compute_seconds, 1.5);
  EXPECT_GE(attempts[0].end, attempts[0].start);
  EXPECT_FALSE(attempts[0].host.empty());
  EXPECT_EQ(attempts[1].exit_code, -1);
  for (std::int64_t row = 2; row < attempt_capacity; ++row) EXPECT_EQ(begin_attempt(path, attempt_from_now()), row);
  EXPECT_EQ(begin_attempt(path, attempt_from_now()), attempt_capacity - 1);  // full: the last row is overwritten
  EXPECT_EQ(check_result_file(path).finding_count, 0);
}

}  // namespace
}  // namespace dosde
