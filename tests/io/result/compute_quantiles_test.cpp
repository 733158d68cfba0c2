#include <gtest/gtest.h>

#include <cstring>

#include "io/result/summaries.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

std::vector<double> quantiles_with(const std::string& path, std::int64_t memory) {
  const std::vector<double> probabilities = {0.05, 0.5, 0.95};
  std::vector<double> all;
  compute_quantiles(
      RawFile(path, RawFile::Access::read), read_raw_layout(path), probabilities,
      [&all](std::int64_t /*scenario*/, std::int64_t /*first*/, std::span<const double> quantiles) {
        all.insert(all.end(), quantiles.begin(), quantiles.end());
      },
      memory);
  return all;
}

/// A sample takes 1,600 bytes here (200 trajectories), a row has 21 samples: read one by one, by rows in several
/// passes, in one.
TEST(ComputeQuantiles, DoesNotDependOnTheMemoryThatItMayUse) {
  const TemporaryFolder folder;
  for (const Precision precision : {Precision::f64, Precision::f32}) {
    SyntheticRun run({});
    run.request.output.precision = precision;
    write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
    const std::vector<double> expected = quantiles_with(folder.file("run.h5"), 1 << 20);
    ASSERT_EQ(expected.size(), 3U * 21U * 3U);
    for (const std::int64_t memory : {1, 1600, 3200, 10 * 1600}) {
      const std::vector<double> found = quantiles_with(folder.file("run.h5"), memory);
      ASSERT_EQ(found.size(), expected.size());
      EXPECT_EQ(std::memcmp(found.data(), expected.data(), found.size() * sizeof(double)), 0) << memory;
    }
  }
}

}  // namespace
}  // namespace dosde
