#include "io/result/result_file_sink.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "engine/core/error.hpp"
#include "io/result/check.hpp"
#include "io/result/create.hpp"
#include "io/result/finalise.hpp"
#include "io/result/result_file.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

TEST(ResultFileSink, RefusesAUnitThatDoesNotFit) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {});
  ResultFileSink sink(folder.file("run.h5"));
  UnitResult wrong = run.unit(1);
  wrong.range.unit = 4;
  EXPECT_THROW(sink.write(wrong), Error);
  wrong = run.unit(3);
  wrong.range.unit = 2;
  wrong.range.first_trajectory = 128;
  EXPECT_THROW(sink.write(wrong), Error);
  wrong = run.unit(1);
  wrong.states = wrong.states.subspan(1);
  EXPECT_THROW(sink.write(wrong), Error);
}

TEST(ResultFileSink, WithoutKeptTrajectoriesStatesAreNeitherWantedNorStored) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.output.keep_trajectories = false;
  run.request.output.quantiles.clear();
  create_result_file(run.request, folder.file("run.h5"));
  {
    ResultFileSink sink(folder.file("run.h5"));
    for (std::int64_t unit = 0; unit < 4; ++unit) {
      UnitResult result = run.unit(unit);
      result.states = {};
      sink.write(result);
    }
  }
  finalise_result_file(folder.file("run.h5"));
  const ResultFile file(folder.file("run.h5"));
  EXPECT_FALSE(file.has("state"));
  EXPECT_FALSE(file.has("crc32c"));
  EXPECT_TRUE(file.progress().is_complete);
  EXPECT_EQ(check_result_file(folder.file("run.h5")).finding_count, 0);
}

TEST(ResultFileSink, CountsFiniteStatesThatSinglePrecisionCannotHold) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.output.precision = Precision::f32;
  create_result_file(run.request, folder.file("run.h5"));
  ResultFileSink sink(folder.file("run.h5"));
  UnitResult result = run.unit(0);
  std::vector<double> states(result.states.begin(), result.states.end());
  states[0] = 1e39;
  states[1] = -1e300;
  states[2] = 3.4e38;  // the largest float is 3.403e38
  states[3] = std::numeric_limits<double>::infinity();
  states[4] = std::numeric_limits<double>::quiet_NaN();
  result.states = states;
  sink.write(result);
  EXPECT_EQ(sink.overflowed_states(), 2);
}

}  // namespace
}  // namespace dosde
