#include "io/result/crc32c.hpp"

#include <array>
#include <cstring>

#if defined(__x86_64__)
#include <nmmintrin.h>
#define DOSDE_CRC_TARGET __attribute__((target("sse4.2")))
#elif defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>
#define DOSDE_CRC_TARGET
#endif

namespace dosde {
namespace {

/// tables[k][b]: what byte b does to the checksum when k more bytes follow it ("slicing by eight", Kounavis and Berry
/// 2005).
constexpr std::array<std::array<std::uint32_t, 256>, 8> make_tables() {
  constexpr std::uint32_t polynomial = 0x82f63b78;  // 0x1edc6f41 with its bits reversed
  std::array<std::array<std::uint32_t, 256>, 8> tables = {};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? polynomial : 0);
    tables[0][byte] = value;
  }
  for (std::size_t k = 1; k < 8; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
    }
  }
  return tables;
}

constexpr auto byte_tables = make_tables();

#if defined(DOSDE_CRC_TARGET)
#if defined(__x86_64__)
DOSDE_CRC_TARGET inline std::uint32_t advance8(std::uint32_t crc, std::uint64_t word) {
  return static_cast<std::uint32_t>(_mm_crc32_u64(crc, word));
}
DOSDE_CRC_TARGET inline std::uint32_t advance1(std::uint32_t crc, unsigned char byte) {
  return _mm_crc32_u8(crc, byte);
}
bool has_instruction() { return __builtin_cpu_supports("sse4.2") != 0; }
#else
inline std::uint32_t advance8(std::uint32_t crc, std::uint64_t word) { return __crc32cd(crc, word); }
inline std::uint32_t advance1(std::uint32_t crc, unsigned char byte) { return __crc32cb(crc, byte); }
bool has_instruction() { return true; }
#endif

DOSDE_CRC_TARGET inline std::uint64_t load8(const unsigned char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

DOSDE_CRC_TARGET std::uint32_t crc32c_by_instruction(const unsigned char* data, std::int64_t bytes,
                                                     std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (; bytes >= 8; data += 8, bytes -= 8) crc = advance8(crc, load8(data));
  for (; bytes > 0; ++data, --bytes) crc = advance1(crc, *data);
  return ~crc;
}

DOSDE_CRC_TARGET void four_rows(const unsigned char* data, std::int64_t row_bytes, std::uint32_t* checksums) {
  const unsigned char* row[4] = {data, data + row_bytes, data + 2 * row_bytes, data + 3 * row_bytes};
  std::uint32_t crc[4] = {~0U, ~0U, ~0U, ~0U};
  std::int64_t position = 0;
  for (; position + 8 <= row_bytes; position += 8) {
    for (int k = 0; k < 4; ++k) crc[k] = advance8(crc[k], load8(row[k] + position));
  }
  for (; position < row_bytes; ++position) {
    for (int k = 0; k < 4; ++k) crc[k] = advance1(crc[k], row[k][position]);
  }
  for (int k = 0; k < 4; ++k) checksums[k] = ~crc[k];
}
#endif

}  // namespace

std::uint32_t crc32c_by_tables(const void* data, std::int64_t bytes, std::uint32_t before) {
  const auto* next = static_cast<const unsigned char*>(data);
  std::uint32_t crc = ~before;
  for (; bytes >= 8; next += 8, bytes -= 8) {
    const std::uint32_t low =
        crc ^ (static_cast<std::uint32_t>(next[0]) | static_cast<std::uint32_t>(next[1]) << 8 |
               static_cast<std::uint32_t>(next[2]) << 16 | static_cast<std::uint32_t>(next[3]) << 24);
    crc = byte_tables[7][low & 0xff] ^ byte_tables[6][(low >> 8) & 0xff] ^ byte_tables[5][(low >> 16) & 0xff] ^
          byte_tables[4][low >> 24] ^ byte_tables[3][next[4]] ^ byte_tables[2][next[5]] ^ byte_tables[1][next[6]] ^
          byte_tables[0][next[7]];
  }
  for (; bytes > 0; ++next, --bytes) crc = (crc >> 8) ^ byte_tables[0][(crc ^ *next) & 0xff];
  return ~crc;
}

std::uint32_t crc32c(const void* data, std::int64_t bytes, std::uint32_t before) {
#if defined(DOSDE_CRC_TARGET)
  if (has_instruction()) return crc32c_by_instruction(static_cast<const unsigned char*>(data), bytes, before);
#endif
  return crc32c_by_tables(data, bytes, before);
}

void crc32c_rows(const void* data, std::int64_t row_bytes, std::int64_t rows, std::uint32_t* checksums) {
  const auto* next = static_cast<const unsigned char*>(data);
  std::int64_t row = 0;
#if defined(DOSDE_CRC_TARGET)
  if (has_instruction()) {
    for (; row + 4 <= rows; row += 4) four_rows(next + row * row_bytes, row_bytes, checksums + row);
  }
#endif
  for (; row < rows; ++row) checksums[row] = crc32c(next + row * row_bytes, row_bytes);
}

}  // namespace dosde
