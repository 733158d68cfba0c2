#include "io/abduction/read_noise_file.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "io/abduction/write_noise_file.hpp"
#include "io/scenario/read_scenario.hpp"
#include "tests/io/abduction/example_abduction.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

constexpr const char* scenario =
    "format = 1\n[model.variables.x]\ndrift = \"0\"\nnoise = { a = \"1\", b = \"1\" }\n"
    "[time]\nstart = 0.5\nstop = 1.0\nstep = 0.25\n";

TEST(ReadNoiseFile, IsWhatAScenarioNamesAndItsResolvedTextToo) {
  const TemporaryFolder folder;
  write_noise_file(example_abduction(), {}, folder.file("noise.h5"), ExistingFile::refuse, {});
  const std::string text = scenario + std::string("[noise]\nfile = \"noise.h5\"\n");
  const ReadScenario read = read_scenario_text(text, folder.file("toy.toml"));
  EXPECT_EQ(read.experiment.trajectories, 2);  // those of the world, where none are asked for
  EXPECT_EQ(read_scenario_text(read.resolved, "elsewhere.toml").experiment.world->increments,
            example_abduction().world.increments);
  EXPECT_EQ(noise_overrides(folder.file("noise.h5")).at(1), "ensemble.trajectories=2");
  Abduction other = example_abduction();
  other.world.increments[3] = 0.0;
  write_noise_file(other, {}, folder.file("noise.h5"), ExistingFile::replace, {});
  EXPECT_THROW(read_scenario_text(read.resolved, "elsewhere.toml"), Error);  // not the world that it was
}

TEST(ReadNoiseFile, RefusesOtherFiles) {
  const TemporaryFolder folder;
  EXPECT_THROW(read_noise_file(folder.file("none.h5")), Error);
  std::ofstream(folder.file("text.h5")) << "text";
  EXPECT_THROW(read_noise_file(folder.file("text.h5")), Error);
  EXPECT_THROW(read_scenario_text(scenario + std::string("[noise]\nfile = \"text.h5\"\n"), folder.file("toy.toml")),
               Error);
  EXPECT_THROW(read_scenario_text(scenario + std::string("[noise]\ncrc32c = 1\n"), folder.file("toy.toml")), Error);
}

}  // namespace
}  // namespace dosde
