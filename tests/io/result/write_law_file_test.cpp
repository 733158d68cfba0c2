#include "io/result/write_law_file.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "io/result/check.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/result_file.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

/// Three scenarios, the second of which ends half-way.
ResultFileRequest law_request() {
  ResultFileRequest request = SyntheticRun({.trajectories = 1}).request;
  request.is_law = true;
  request.output.keep_trajectories = request.output.keep_extremes = false;
  request.output.quantiles.clear();
  const std::size_t columns = request.shape.columns.size();
  const std::size_t places = 3 * request.shape.save_times.size() * columns;
  for (std::size_t k = 0; k < places; ++k) request.law.mean.push_back(0.5 * static_cast<double>(k));
  for (std::size_t k = 0; k < places * columns; ++k) request.law.covariance.push_back(static_cast<double>(k));
  request.law.covariance.back() = std::numeric_limits<double>::quiet_NaN();
  request.law.ends = {
      {TrajectoryStatus::done, 3.0, -1}, {TrajectoryStatus::diverged, 1.5, 2}, {TrajectoryStatus::done, 3.0, -1}};
  return request;
}

std::vector<double> stored(const std::string& path, const char* name) {
  const RawLayout layout = read_raw_layout(path);
  std::vector<double> values(static_cast<std::size_t>(layout.bytes(name) / 8));
  RawFile(path, RawFile::Access::read).read_at(layout.offset(name), values.data(), layout.bytes(name));
  return values;
}

TEST(LawFile, IsWholeAndSound) {
  const TemporaryFolder folder;
  const std::string path = folder.file("law.h5");
  const ResultFileRequest request = law_request();
  write_law_file(request, path, ExistingFile::refuse);
  const CheckReport report = check_result_file(path);
  EXPECT_EQ(report.finding_count, 0) << (report.findings.empty() ? "" : report.findings.front().sentence);
  EXPECT_EQ(report.diverged_trajectories, 1);
  const ResultFile file(path);
  EXPECT_TRUE(file.progress().is_complete);
  EXPECT_EQ(stored(path, "mean"), request.law.mean);
  const std::vector<double> variance = stored(path, "variance");
  const std::size_t columns = request.shape.columns.size();
  for (std::size_t k = 0; k + 1 < variance.size(); ++k)
    EXPECT_EQ(variance[k], request.law.covariance[k * columns + k % columns]);
  EXPECT_THROW(write_law_file(request, path, ExistingFile::refuse), Error);
  write_law_file(request, path, ExistingFile::replace);
}

TEST(LawFile, IsGuardedByteByByte) {
  const TemporaryFolder folder;
  const std::string path = folder.file("law.h5");
  write_law_file(law_request(), path, ExistingFile::refuse);
  const double wrong = 17.0;
  RawFile(path, RawFile::Access::read_write).write_at(read_raw_layout(path).offset("covariance") + 16, &wrong, 8);
  EXPECT_GT(check_result_file(path).finding_count, 0);
}

}  // namespace
}  // namespace dosde
