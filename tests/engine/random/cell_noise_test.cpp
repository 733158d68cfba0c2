#include "engine/random/cell_noise.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/random/stream_key.hpp"

namespace dosde {
namespace {

const std::vector<std::uint64_t> kKeys = {stream_key(1, StreamKind::noise, "a"), stream_key(1, StreamKind::noise, "b"),
                                          stream_key(1, StreamKind::noise, "c")};

/// Increments [cell][source][lane] of 64 trajectories from `first_trajectory`.
std::vector<double> increments(const std::vector<std::uint64_t>& keys, std::uint64_t first_trajectory,
                               std::uint64_t first_cell, std::int64_t cells) {
  const CellNoise noise(keys.data(), static_cast<int>(keys.size()), std::sqrt(0.01));
  const auto sources = static_cast<std::int64_t>(keys.size());
  std::vector<double> out(static_cast<std::size_t>(cells * sources * 64));
  for (int source = 0; source < noise.source_count(); ++source)
    noise.fill<64>(out.data() + source * 64, sources * 64, source, first_trajectory, first_cell, cells);
  return out;
}

TEST(CellNoise, lays_out_cells_sources_and_lanes_by_the_stride) {
  const auto together = increments(kKeys, 0, 8, 12);
  for (std::size_t source = 0; source < 3; ++source) {
    const CellNoise noise(kKeys.data(), 3, std::sqrt(0.01));
    std::vector<double> alone(12 * 64);
    noise.fill<64>(alone.data(), 64, static_cast<int>(source), 0, 8, 12);
    for (std::size_t cell = 0; cell < 12; ++cell)
      for (std::size_t lane = 0; lane < 64; ++lane)
        ASSERT_EQ(together[(cell * 3 + source) * 64 + lane], alone[cell * 64 + lane]);
  }
}

TEST(CellNoise, gives_each_cell_the_normal_of_its_block) {
  const auto out = increments({kKeys[0]}, 5, 8, 12);
  for (std::uint64_t cell = 8; cell < 20; ++cell) {
    for (std::uint64_t lane = 0; lane < 64; ++lane) {
      double normals[4];
      fill_normals<1>(normals, kKeys[0], 5 + lane, cell / 4, kWholeCellSlot, std::sqrt(0.01));
      ASSERT_EQ(out[(cell - 8) * 64 + lane], normals[cell % 4]);
    }
  }
}

TEST(CellNoise, moves_nobody_when_the_run_grows) {
  const auto reference = increments({kKeys[0], kKeys[1]}, 0, 0, 8);
  // A later stop: the first eight cells stay.
  const auto later = increments({kKeys[0], kKeys[1]}, 0, 0, 16);
  EXPECT_TRUE(std::equal(reference.begin(), reference.end(), later.begin()));
  // A source more, and before the others.
  const auto wider = increments({kKeys[2], kKeys[0], kKeys[1]}, 0, 0, 8);
  for (std::size_t cell = 0; cell < 8; ++cell)
    for (std::size_t i = 0; i < 2 * 64; ++i) ASSERT_EQ(reference[cell * 2 * 64 + i], wider[cell * 3 * 64 + 64 + i]);
  // Other trajectories in the block.
  const auto moved = increments({kKeys[0], kKeys[1]}, 32, 0, 8);
  for (std::size_t row = 0; row < 8 * 2; ++row)
    for (std::size_t lane = 0; lane < 32; ++lane) ASSERT_EQ(reference[row * 64 + 32 + lane], moved[row * 64 + lane]);
}

TEST(CellNoise, has_the_variance_of_the_cell) {
  // n = 64 · 4096, variance 0.01, standard error 0.01 √(2/n) = 2.8e-5; k = 5, false alarms 6e-7.
  double sum = 0;
  const auto out = increments({kKeys[0]}, 0, 0, 4096);
  for (const double increment : out) sum += increment * increment;
  const auto n = static_cast<double>(out.size());
  EXPECT_NEAR(sum / n, 0.01, 5 * 0.01 * std::sqrt(2 / n));
}

}  // namespace
}  // namespace dosde
