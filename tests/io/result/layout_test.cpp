#include "io/result/layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

ResultSizes large_sizes() {
  ResultSizes sizes;
  sizes.scenarios = 2;
  sizes.trajectories = 100;
  sizes.kept = 10;
  sizes.times = 5;
  sizes.columns = 4;
  sizes.variables = 3;
  sizes.sources = sizes.parameters = sizes.regimes = sizes.quantiles = sizes.interventions = 2;
  sizes.units = 2;
  sizes.sweep_axes = 2;
  sizes.has_sweep_words = sizes.has_shared_graphs = true;
  sizes.columns_are_variables = false;
  sizes.mean = sizes.variance = sizes.extremes = true;
  sizes.shards = 2;
  return sizes;
}

bool has(const ResultLayout& layout, const std::string& path) {
  for (const DatasetSpec& dataset : layout.datasets) {
    if (dataset.path == path) return true;
  }
  return false;
}

TEST(ResultLayout, IsWhatTheManualSays) {
  std::ifstream file(DOSDE_SOURCE_DIR "/io/result/README.md");
  const std::string manual{std::istreambuf_iterator<char>(file), {}};
  ResultSizes of_law = large_sizes();
  of_law.is_law = true;
  std::vector<DatasetSpec> datasets = describe_layout(large_sizes()).datasets;
  for (const DatasetSpec& dataset : describe_layout(of_law).datasets) datasets.push_back(dataset);
  for (const DatasetSpec& dataset : datasets) {
    std::string row = "| `" + dataset.path + "` | " + element_name(dataset.type) + " | [";
    for (const std::string& dimension : dataset.dimensions) row += (row.back() == '[' ? "" : ", ") + dimension;
    EXPECT_THAT(manual, testing::HasSubstr(row + "]"));
  }
}

TEST(ResultLayout, NoDatasetHasADimensionTwiceOrAnUnknownOne) {
  const ResultLayout layout = describe_layout(large_sizes());
  for (const DatasetSpec& dataset : layout.datasets) {
    for (std::size_t k = 0; k < dataset.dimensions.size(); ++k) {
      EXPECT_GT(layout.dimension(dataset.dimensions[k]).length, 0);
      for (std::size_t j = 0; j < k; ++j) EXPECT_NE(dataset.dimensions[j], dataset.dimensions[k]) << dataset.path;
    }
  }
}

TEST(ResultLayout, OfALawHasItsCovarianceAndNothingOfTrajectories) {
  ResultSizes sizes = large_sizes();
  sizes.is_law = true;
  sizes.kept = sizes.quantiles = 0;
  sizes.extremes = false;
  const ResultLayout layout = describe_layout(sizes);
  for (const char* name : {"mean", "variance", "covariance", "covariable"}) EXPECT_TRUE(has(layout, name)) << name;
  for (const char* name : {"state", "count", "minimum", "units/partials"}) EXPECT_FALSE(has(layout, name)) << name;
  EXPECT_EQ(layout.find("covariance")->dimensions,
            (std::vector<std::string>{"scenario", "time", "variable", "covariable"}));
}

TEST(ResultLayout, EmptyAxesAreAbsentWithEverythingOnThem) {
  ResultSizes sizes = large_sizes();
  sizes.sources = sizes.interventions = sizes.quantiles = 0;
  const ResultLayout layout = describe_layout(sizes);
  EXPECT_FALSE(has(layout, "source"));
  EXPECT_FALSE(has(layout, "noise_loading"));
  EXPECT_FALSE(has(layout, "intervention_kind"));
  EXPECT_FALSE(has(layout, "quantiles"));
  EXPECT_TRUE(has(layout, "drift_edges"));
}

TEST(ResultLayout, ContractAxesWhereAllVariablesAndTrajectoriesAreStored) {
  ResultSizes sizes = large_sizes();
  sizes.columns_are_variables = true;
  sizes.kept = sizes.trajectories;
  for (const DatasetSpec& dataset : describe_layout(sizes).datasets) {
    if (dataset.path == "drift_edges") {
      EXPECT_EQ(dataset.dimensions, (std::vector<std::string>{"regime", "variable", "parent"}));
    }
    if (dataset.path == "state") {
      EXPECT_EQ(dataset.dimensions, (std::vector<std::string>{"scenario", "trajectory", "time", "variable"}));
    }
  }
}

TEST(ResultLayout, WorkUnitsTileScenariosAndTrajectories) {
  ResultSizes sizes = large_sizes();
  sizes.scenarios = 7;
  sizes.unit_scenarios = 3;
  EXPECT_EQ(sizes.work_units(), 6);
  std::vector<int> seen(static_cast<std::size_t>(7 * sizes.trajectories), 0);
  for (std::int64_t unit = 0; unit < sizes.work_units(); ++unit) {
    const UnitBox box = unit_box(sizes, unit);
    for (std::int64_t s = box.first_scenario; s < box.first_scenario + box.scenario_count; ++s)
      for (std::int64_t n = box.first_trajectory; n < box.first_trajectory + box.trajectory_count; ++n) {
        EXPECT_EQ(sizes.unit_of(s, n), unit);
        ++seen[static_cast<std::size_t>(s * sizes.trajectories + n)];
      }
  }
  EXPECT_EQ(seen, std::vector<int>(seen.size(), 1));
}

TEST(ResultLayout, SizesBeyondAnyFileAreRefusedAndNotWrappedAround) {
  ResultSizes sizes = large_sizes();
  sizes.trajectories = sizes.kept = std::int64_t{1} << 60;
  EXPECT_THROW(static_cast<void>(describe_layout(sizes).bytes()), Error);
}

}  // namespace
}  // namespace dosde
