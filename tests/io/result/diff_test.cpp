#include "io/result/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "io/result/finalise.hpp"
#include "io/result/number_distance.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

TEST(UlpDistance, CountsRepresentableNumbers) {
  EXPECT_EQ(ulp_distance(1.0, 1.0), 0U);
  EXPECT_EQ(ulp_distance(0.0, -0.0), 0U);
  EXPECT_EQ(ulp_distance(1.0, std::nextafter(1.0, 2.0)), 1U);
  EXPECT_EQ(ulp_distance(-1.0, std::nextafter(-1.0, -2.0)), 1U);
  const double smallest = std::numeric_limits<double>::denorm_min();
  EXPECT_EQ(ulp_distance(smallest, -smallest), 2U);
  EXPECT_EQ(ulp_distance(1.0F, 2.0F), 1U << 23);
  EXPECT_EQ(ulp_distance(1.0, 2.0), std::uint64_t{1} << 52);
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ulp_distance(infinity, -infinity), 2 * (std::uint64_t{2047} << 52));
  EXPECT_EQ(ulp_distance(std::int64_t{-3}, std::int64_t{4}), 7U);
}

class DiffResultFiles : public testing::Test {
 protected:
  DiffResultFiles() {
    for (const auto& path : {one_, two_}) {
      write_units(run_, path, {0, 1, 2, 3});
      finalise_result_file(path);
    }
  }

  template <class Element>
  void set(const std::string& dataset, std::int64_t index, Element value) const {
    RawFile(two_, RawFile::Access::read_write)
        .write_at(read_raw_layout(two_).offset(dataset) + index * static_cast<std::int64_t>(sizeof(Element)), &value,
                  sizeof(Element));
  }

  TemporaryFolder folder_;
  SyntheticRun run_ = SyntheticRun({});
  std::string one_ = folder_.file("one.h5");
  std::string two_ = folder_.file("two.h5");
};

TEST_F(DiffResultFiles, EqualFilesAgree) {
  const DiffReport report = diff_result_files(one_, two_, DiffScope::results_and_provenance);
  EXPECT_TRUE(report.differences.empty());
  EXPECT_GT(report.compared_datasets, 40);
  EXPECT_TRUE(report.remarks.empty());
}

TEST_F(DiffResultFiles, NamesTheFirstPlaceAndTheLargestDistances) {
  const auto index = [](std::int64_t s, std::int64_t n, std::int64_t k, std::int64_t c) {
    return ((s * 200 + n) * 7 + k) * 3 + c;
  };
  const double before = run_.state(2, 31, 3, 1);
  set("state", index(2, 31, 3, 1), std::nextafter(before, 1e9));
  set("state", index(2, 32, 0, 0), run_.state(2, 32, 0, 0) + 0.5);
  set("state", index(2, 33, 0, 0), std::numeric_limits<double>::quiet_NaN());
  const DiffReport report = diff_result_files(one_, two_);
  ASSERT_EQ(report.differences.size(), 1U);
  const DatasetDifference& difference = report.differences[0];
  EXPECT_EQ(difference.dataset, "state");
  EXPECT_EQ(difference.values, 3 * 200 * 7 * 3);
  EXPECT_EQ(difference.differing, 3);
  EXPECT_EQ(difference.nan_on_one_side, 1);
  const std::vector<std::pair<std::string, std::string>> place = {
      {"scenario", "2"}, {"scenario_name", "do(x)=2 \u00b5"}, {"trajectory", "31"}, {"time", "1.5"}, {"variable", "y"}};
  EXPECT_EQ(difference.first_place, place);
  EXPECT_EQ(difference.largest_absolute, 0.5);
  EXPECT_EQ(difference.largest_relative, 0.5 / (run_.state(2, 32, 0, 0) + 0.5));
  EXPECT_EQ(difference.largest_ulp, ulp_distance(run_.state(2, 32, 0, 0), run_.state(2, 32, 0, 0) + 0.5));
}

TEST_F(DiffResultFiles, PendingTrajectoriesAreNotCompared) {
  write_units(run_, two_, {3, 1});
  set("state", 5, 1.0);  // reserved bytes of trajectory 0
  const DiffReport report = diff_result_files(one_, two_);
  ASSERT_EQ(report.differences.size(), 2U);
  EXPECT_EQ(report.differences[0].dataset, "status");
  EXPECT_EQ(report.differences[0].differing, 3 * 128);
  EXPECT_EQ(report.differences[1].dataset, "complete");
  EXPECT_THAT(report.remarks, testing::Contains(HasSubstr("summaries not compared")));
}

TEST_F(DiffResultFiles, TellsOtherShapesTypesAndTexts) {
  SyntheticRun other({.trajectories = 100});
  other.request.output.precision = Precision::f32;
  other.request.output.keep_extremes = false;
  other.request.shape.scenarios[1] = "a name that is longer than all others";
  write_units(other, two_, {0, 1});
  finalise_result_file(two_);
  const DiffReport report = diff_result_files(one_, two_);
  std::string text;
  for (const DatasetDifference& difference : report.differences) {
    text += difference.dataset + ": " + difference.obstacle + difference.first_values[1] + "\n";
  }
  EXPECT_THAT(text, HasSubstr("state: type f8 against f4\n"));
  EXPECT_THAT(text, HasSubstr("trajectory: shape [200] against [100]\n"));
  EXPECT_THAT(text, HasSubstr("minimum: only in " + one_ + "\n"));
  EXPECT_THAT(text, HasSubstr("scenario_name: a name that is longer than all others\n"));
  EXPECT_THAT(text, testing::Not(HasSubstr("param:")));  // the same names in wider rows
}

}  // namespace
}  // namespace dosde
