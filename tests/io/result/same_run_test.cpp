#include "io/result/same_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

TEST(SameRun, AcceptsItsOwnFileAndNamesTheFirstDifference) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  run.request.provenance.scenario_resolved = "a = 1\nb = 2\n";
  write_units(run, folder.file("run.h5"), {0});
  EXPECT_NO_THROW(require_same_run(folder.file("run.h5"), run.request));

  ResultFileRequest other = run.request;
  other.provenance.scenario_resolved = "a = 1\nb = 3\n";
  EXPECT_THAT(message_of([&] { require_same_run(folder.file("run.h5"), other); }),
              HasSubstr("line 2 of the resolved scenario is 'b = 3' now and was 'b = 2'"));
  other = run.request;
  other.provenance.noise_version = "2";
  EXPECT_THAT(message_of([&] { require_same_run(folder.file("run.h5"), other); }), HasSubstr("noise is of version 1"));
  other = run.request;
  other.shape.unit_size *= 2;
  EXPECT_THAT(message_of([&] { require_same_run(folder.file("run.h5"), other); }), HasSubstr("units"));
}

}  // namespace
}  // namespace dosde
