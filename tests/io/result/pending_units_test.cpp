#include "io/result/pending_units.hpp"

#include <gtest/gtest.h>

#include "io/result/finalise.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/result_file.hpp"
#include "io/result/result_file_sink.hpp"
#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

using Units = std::vector<std::int64_t>;

TEST(PendingUnits, AreThoseThatNobodyFinished) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {3, 1});
  for (const Verification how : {Verification::none, Verification::sample, Verification::full}) {
    const PendingUnits pending = find_pending_units(folder.file("run.h5"), how);
    EXPECT_EQ(pending.units, (Units{0, 2}));
    EXPECT_TRUE(pending.damaged.empty());
  }
}

TEST(PendingUnits, AFailedUnitIsTriedAgainAndCountsInNoSummary) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 3});
  ResultFileSink(folder.file("run.h5")).write_failed({2, 128, 64});
  finalise_result_file(folder.file("run.h5"));
  EXPECT_EQ(find_pending_units(folder.file("run.h5"), Verification::full).units, (Units{2}));
  EXPECT_EQ(ResultFile(folder.file("run.h5")).numbers("count").front(), 200 - 64);

  reopen_units(folder.file("run.h5"), {2});
  const ResultProgress reopened = ResultFile(folder.file("run.h5")).progress();
  EXPECT_FALSE(reopened.is_complete);
  EXPECT_EQ(reopened.counts.at(TrajectoryStatus::pending), 3 * 64);
  ResultFileSink(folder.file("run.h5")).write(run.unit(2));
  finalise_result_file(folder.file("run.h5"));
  EXPECT_EQ(ResultFile(folder.file("run.h5")).numbers("count").front(), 200);
}

TEST(PendingUnits, AUnitWhoseStatesChangedIsDamaged) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  {
    const RawLayout layout = read_raw_layout(folder.file("run.h5"));
    const RawFile file(folder.file("run.h5"), RawFile::Access::read_write);
    const std::int64_t place =
        layout.offset("state") + layout.bytes("state") / 3 + 70 * 7 * 3 * 8;  // scenario 1, unit 1
    char byte = 0;
    file.read_at(place, &byte, 1);
    byte = static_cast<char>(byte ^ 4);
    file.write_at(place, &byte, 1);
  }
  EXPECT_EQ(find_pending_units(folder.file("run.h5"), Verification::full).damaged, (Units{1}));
  EXPECT_EQ(find_pending_units(folder.file("run.h5"), Verification::full).units, (Units{1}));
  EXPECT_TRUE(find_pending_units(folder.file("run.h5"), Verification::none).units.empty());
}

TEST(PendingUnits, AUnitWhosePartialSumsOrEndsChangedIsDamaged) {
  const TemporaryFolder folder;
  SyntheticRun run({});
  write_units(run, folder.file("run.h5"), {0, 1, 2, 3});
  const RawLayout layout = read_raw_layout(folder.file("run.h5"));
  const RawFile file(folder.file("run.h5"), RawFile::Access::read_write);
  const double wrong = 0.125;
  file.write_at(layout.offset("units/partials") + layout.bytes("units/partials") / 4 * 2, &wrong, 8);
  file.write_at(layout.offset("end_time") + 3 * 8, &wrong, 8);
  EXPECT_EQ(find_pending_units(folder.file("run.h5"), Verification::full).damaged, (Units{0, 2}));
}

}  // namespace
}  // namespace dosde
