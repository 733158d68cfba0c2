#include "io/result/crc32c.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <numeric>
#include <random>
#include <vector>

namespace dosde {
namespace {

/// The examples of RFC 3720, appendix B.4, and the check value of the CRC catalogue.
TEST(Crc32c, MatchesThePublishedVectors) {
  std::vector<unsigned char> bytes(32, 0);
  EXPECT_EQ(crc32c(bytes.data(), 32), 0x8a9136aaU);
  std::fill(bytes.begin(), bytes.end(), static_cast<unsigned char>(0xff));
  EXPECT_EQ(crc32c(bytes.data(), 32), 0x62a8ab43U);
  std::iota(bytes.begin(), bytes.end(), static_cast<unsigned char>(0));
  EXPECT_EQ(crc32c(bytes.data(), 32), 0x46dd794eU);
  std::iota(bytes.rbegin(), bytes.rend(), static_cast<unsigned char>(0));
  EXPECT_EQ(crc32c(bytes.data(), 32), 0x113fdb5cU);
  EXPECT_EQ(crc32c("123456789", 9), 0xe3069283U);
  EXPECT_EQ(crc32c("", 0), 0U);
}

TEST(Crc32c, InstructionTablesAndRowsAgreeAtEveryLengthAndAlignment) {
  std::mt19937 generator(1);
  std::vector<unsigned char> bytes(7 * 131 + 8);
  for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(generator());
  for (std::int64_t start = 0; start < 8; ++start) {
    for (std::int64_t length = 0; length <= 131; ++length) {
      EXPECT_EQ(crc32c(bytes.data() + start, length), crc32c_by_tables(bytes.data() + start, length));
      std::vector<std::uint32_t> checksums(7);  // not a multiple of the rows in flight
      crc32c_rows(bytes.data() + start, length, 7, checksums.data());
      for (std::int64_t row = 0; row < 7; ++row) {
        EXPECT_EQ(checksums[static_cast<std::size_t>(row)],
                  crc32c_by_tables(bytes.data() + start + row * length, length));
      }
    }
  }
}

}  // namespace
}  // namespace dosde
