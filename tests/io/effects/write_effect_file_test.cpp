#include "io/effects/write_effect_file.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <numeric>

#include "tests/io/result/synthetic_run.hpp"
#include "tests/io/result/temporary_folder.hpp"

namespace dosde {
namespace {

/// A run of three scenarios of which some trajectories of scenario 1 diverge at time 4, and whose last unit is missing.
class WriteEffectFile : public testing::Test {
 protected:
  void SetUp() override { write_units(run_, path("run.h5"), {0, 1, 2}); }

  [[nodiscard]] std::string path(const std::string& name) const { return folder_.path() + "/" + name; }

  TemporaryFolder folder_;
  SyntheticRun run_{SyntheticRun::Sizes{}};
};

TEST_F(WriteEffectFile, TellsEveryContrastOnceInOrder) {
  EffectOptions options;
  options.draws = 64;
  options.features = 8;
  std::vector<std::int64_t> told;
  std::vector<double> first_effects;
  std::vector<double> pairs;
  const EffectReport report =
      write_effect_file(path("run.h5"), path("effects.h5"), options,
                        [&](const EffectReport& /*report*/, std::int64_t contrast, const ContrastTables* tables) {
                          told.push_back(contrast);
                          if (tables == nullptr) return;
                          first_effects.push_back(tables->columns[2][0]);
                          pairs.push_back(tables->pairs[5]);
                        });
  EXPECT_EQ(told, (std::vector<std::int64_t>{-1, 0, 1}));
  EXPECT_EQ(report.contrasts, (std::vector<Contrast>{{1, 0}, {2, 0}}));
  EXPECT_EQ(report.horizons, std::vector<std::int64_t>{6});
  // Of 200 trajectories 192 are computed; of scenario 1 those with n mod 37 = 5 are gone: 5, 42, 79, 116, 153, 190.
  EXPECT_EQ(pairs, (std::vector<double>{186.0, 192.0}));
  for (std::int64_t scenario = 1; scenario < 3; ++scenario) {
    double sum = 0.0;
    for (std::int64_t n = 0; n < 192; ++n) sum += run_.state(scenario, n, 0, 0) - run_.state(0, n, 0, 0);
    EXPECT_NEAR(first_effects[static_cast<std::size_t>(scenario - 1)], sum / 192.0, 1e-12);
  }
  EXPECT_TRUE(std::filesystem::exists(path("effects.h5")));
  EXPECT_FALSE(std::filesystem::exists(path("effects.h5.part")));
}

/// One sample at a time, some at a time, all at once: the same file, byte for byte.
TEST_F(WriteEffectFile, GivesTheSameBytesHoweverItIsCut) {
  std::vector<std::string> files;
  for (const std::int64_t samples : {1, 2, 5, 1000}) {
    EffectOptions options;
    options.draws = 64;
    options.existing = ExistingFile::replace;
    options.tile_memory = samples * 200 * 8;
    write_effect_file(path("run.h5"), path("effects.h5"), options,
                      [](const EffectReport&, std::int64_t, const ContrastTables*) {});
    std::ifstream file(path("effects.h5"), std::ios::binary);
    files.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  ASSERT_GT(files[0].size(), 2U * 200U * 21U * 8U);  // the differences are in it
  for (const std::string& file : files) EXPECT_TRUE(file == files[0]);
}

TEST_F(WriteEffectFile, LeavesNothingBehindWhereItFails) {
  EffectOptions options;
  options.draws = 64;
  const auto fail = [](const EffectReport&, std::int64_t, const ContrastTables*) { throw std::bad_alloc(); };
  EXPECT_THROW(write_effect_file(path("run.h5"), path("effects.h5"), options, fail), std::bad_alloc);
  const auto files = std::filesystem::directory_iterator(folder_.path());
  EXPECT_EQ(std::distance(begin(files), end(files)), 1);  // the run
}

}  // namespace
}  // namespace dosde
