#include "io/result/stored_units.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

template <class Element>
bool are_same_bytes(std::span<const Element> a, std::span<const Element> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size_bytes()) == 0;
}

TEST(StoredUnits, AreWhatTheSinkWasGiven) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  StoredUnits stored(folder.file("run.h5"));
  for (const std::int64_t unit : {3, 0, 2}) {
    const UnitResult& expected = run.unit(unit);
    const UnitResult& found = stored.read(unit);
    EXPECT_EQ(found.range.unit, unit);
    EXPECT_EQ(found.range.first_trajectory, expected.range.first_trajectory);
    EXPECT_EQ(found.range.trajectory_count, expected.range.trajectory_count);
    EXPECT_TRUE(are_same_bytes(found.states, expected.states));
    EXPECT_TRUE(are_same_bytes(found.moments, expected.moments));
    EXPECT_TRUE(are_same_bytes(found.reflections, expected.reflections));
    ASSERT_EQ(found.ends.size(), expected.ends.size());
    for (std::size_t n = 0; n < found.ends.size(); ++n) {
      EXPECT_EQ(found.ends[n].status, expected.ends[n].status);
      EXPECT_EQ(found.ends[n].time, expected.ends[n].time);
      EXPECT_EQ(found.ends[n].variable, expected.ends[n].variable);
    }
  }
}

TEST(StoredUnits, OfFewKeptTrajectoriesAndSmallPrecisionComeBackAsStored) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.output.precision = Precision::f32;
  run.request.output.kept_trajectories = 70;
  run.request.output.quantiles.clear();
  write_units(run, folder.file("a.h5"), {0, 1, 2, 3});
  StoredUnits stored(folder.file("a.h5"));
  EXPECT_TRUE(stored.read(2).states.empty());
  EXPECT_TRUE(std::isnan(stored.read(1).states[6 * 7 * 3]));
  // A copy of the units is the same file.
  write_units(run, folder.file("b.h5"), {});
  {
    ResultFileSink copy(folder.file("b.h5"));
    for (const std::int64_t unit : {1, 3, 0, 2}) copy.write(stored.read(unit));
  }
  StoredUnits copied(folder.file("b.h5"));
  for (const std::int64_t unit : {0, 1, 2, 3}) {
    const std::vector<double> states(stored.read(unit).states.begin(), stored.read(unit).states.end());
    EXPECT_TRUE(are_same_bytes(std::span<const double>(states), copied.read(unit).states));
  }
}

}  // namespace
}  // namespace dosde
