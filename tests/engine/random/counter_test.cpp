#include "engine/random/counter.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace dosde {
namespace {

TEST(NoiseCounter, lies_in_the_documented_words) {
  const PhiloxBlock block = pack_counter({0x1122334455667788, 0x99aabbccddee, 0xff01});
  EXPECT_EQ(block.word[0], 0x55667788u);
  EXPECT_EQ(block.word[1], 0x11223344u);
  EXPECT_EQ(block.word[2], 0xbbccddeeu);
  EXPECT_EQ(block.word[3], 0xff0199aau);
  const PhiloxKey key = pack_key(0x0123456789abcdef);
  EXPECT_EQ(key.word[0], 0x89abcdefu);
  EXPECT_EQ(key.word[1], 0x01234567u);
}

TEST(NoiseCounter, gives_every_place_a_counter_of_its_own) {
  std::set<std::array<std::uint32_t, 4>> seen;
  const auto insert = [&seen](const NoiseCounter& counter) {
    const PhiloxBlock block = pack_counter(counter);
    return seen.insert({block.word[0], block.word[1], block.word[2], block.word[3]}).second;
  };
  EXPECT_TRUE(insert({0, 0, 0}));
  for (int bit = 0; bit < 64; ++bit) EXPECT_TRUE(insert({std::uint64_t{1} << bit, 0, 0}));
  for (int bit = 0; bit < 48; ++bit) EXPECT_TRUE(insert({0, std::uint64_t{1} << bit, 0}));
  for (int bit = 0; bit < 16; ++bit) EXPECT_TRUE(insert({0, 0, static_cast<std::uint16_t>(1 << bit)}));
  EXPECT_EQ(seen.size(), 1u + 64 + 48 + 16);
}

}  // namespace
}  // namespace dosde
