#include "io/abduction/write_noise_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "io/abduction/noise_layout.hpp"
#include "io/abduction/read_noise_file.hpp"
#include "tests/io/abduction/example_abduction.hpp"
#include "tests/io/result/page_rows.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

TEST(WriteNoiseFile, ReadsBackAsItWas) {
  const TemporaryFolder folder;
  const std::string path = folder.file("noise.h5");
  const Abduction found = example_abduction();
  write_noise_file(found, {}, path, ExistingFile::refuse, {});
  const RecordedWorld world = read_noise_file(path);
  EXPECT_EQ(world.start, 0.5);
  EXPECT_EQ(world.cell, 0.25);
  EXPECT_EQ(world.cell_count, 2);
  EXPECT_EQ(world.trajectories, 2);
  EXPECT_EQ(world.sources, found.world.sources);
  EXPECT_EQ(world.variables, found.world.variables);
  EXPECT_EQ(world.increments, found.world.increments);
  EXPECT_EQ(world.initial, found.world.initial);
  EXPECT_EQ(checksum(world), checksum(found.world));
  EXPECT_THROW(write_noise_file(found, {}, path, ExistingFile::refuse, {}), Error);
  EXPECT_THROW(write_noise_file(found, {}, path, ExistingFile::replace, {path}), Error);
}

/// The table of io/abduction/README.md has every dataset, with its axes and its meaning.
TEST(NoiseLayout, IsWhatThePageSays) {
  NoiseSizes sizes;
  sizes.trajectories = sizes.observed = sizes.cells = sizes.sources = sizes.variables = sizes.rows = sizes.particles =
      2;
  expect_rows_on_page(describe_noise_layout(sizes), "io/abduction/README.md");
}

}  // namespace
}  // namespace dosde
