#include "engine/random/noise_provider.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "engine/random/cell_noise.hpp"

namespace dosde {
namespace {

/// The smallest provider: no noise at all.
struct Silence {
  int source_count() const { return 1; }
  template <int Width>
  void fill(double* out, std::int64_t cell_stride, int, std::uint64_t, std::uint64_t, std::int64_t cell_count) const {
    for (std::int64_t cell = 0; cell < cell_count; ++cell)
      for (int lane = 0; lane < Width; ++lane) out[cell * cell_stride + lane] = 0;
  }
  template <int Width>
  void fill_listed(double* out, std::int64_t cell_stride, int source, const std::uint64_t*, std::uint64_t first_cell,
                   std::int64_t cell_count) const {
    fill<Width>(out, cell_stride, source, 0, first_cell, cell_count);
  }
  template <int Width, NormalsOfPair Wanted = NormalsOfPair::both>
  void fill_bridge(double* out, int, const std::uint64_t*, std::uint64_t, std::uint64_t) const {
    for (int i = 0; i < 4 * Width; ++i) out[i] = 0;
  }
  template <int Width>
  void fill_nodes(double* first, double* second, int, NodeList<Width>&, int count) const {
    for (int i = 0; i < count; ++i) first[i] = second[i] = 0;
  }
};
static_assert(NoiseProvider<Silence>);
static_assert(NoiseProvider<CellNoise>);

// One clause broken each.
struct NotCopyableByBytes : Silence {
  std::vector<double> record;
};
static_assert(!NoiseProvider<NotCopyableByBytes>);
struct WithoutSources {
  template <int Width>
  void fill(double*, std::int64_t, int, std::uint64_t, std::uint64_t, std::int64_t) const {}
};
static_assert(!NoiseProvider<WithoutSources>);
struct WithState : Silence {
  template <int Width>
  void fill(double*, std::int64_t, int, std::uint64_t, std::uint64_t, std::int64_t) {}
};
static_assert(!NoiseProvider<WithState>);

/// As a kernel uses a provider: the sum of all increments of one lane block.
template <int Width, NoiseProvider Noise>
double total(const Noise& noise) {
  std::vector<double> increments(static_cast<std::size_t>(8 * Width));
  double sum = 0;
  for (int source = 0; source < noise.source_count(); ++source) {
    noise.template fill<Width>(increments.data(), Width, source, 0, 0, 8);
    for (const double increment : increments) sum += increment;
  }
  return sum;
}

TEST(NoiseProvider, is_exchangeable_in_a_kernel) {
  const std::uint64_t key = 3;
  EXPECT_EQ(total<64>(Silence{}), 0.0);
  EXPECT_NE(total<64>(CellNoise(&key, 1, 1.0)), 0.0);
}

}  // namespace
}  // namespace dosde
