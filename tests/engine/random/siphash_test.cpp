#include "engine/random/siphash.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace dosde {
namespace {

/// From the authors' reference implementation: key 00 01 … 0f, text 00 01 … of the given length. Length 15 is also the
/// worked example of the paper's appendix A.
TEST(SipHash, gives_the_authors_vectors) {
  const std::pair<int, std::uint64_t> vectors[] = {
      {0, 0x726fdb47dd0e0e31},  {1, 0x74f839c593dc67fd},  {2, 0x0d6c8009d9a94f5a},
      {3, 0x85676696d7fb7e2d},  {7, 0xab0200f58b01d137},  {8, 0x93f5f5799a932462},
      {15, 0xa129ca6149be45e5}, {16, 0x3f2acc7f57c29bdb}, {63, 0x958a324ceb064572},
  };
  for (const auto& [length, expected] : vectors) {
    std::string text;
    for (int i = 0; i < length; ++i) text += static_cast<char>(i);
    EXPECT_EQ(siphash_2_4(0x0706050403020100, 0x0f0e0d0c0b0a0908, text), expected) << "length " << length;
  }
}

TEST(SipHash, takes_bytes_above_127_as_unsigned) {
  EXPECT_NE(siphash_2_4(0, 0, "\xff"), siphash_2_4(0, 0, "\x7f"));
  // Were the character sign-extended, the bytes after it would be lost.
  EXPECT_NE(siphash_2_4(0, 0, "\xff\x01"), siphash_2_4(0, 0, "\xff\x02"));
}

}  // namespace
}  // namespace dosde
