#pragma once

#include <cstdint>

namespace dosde {

/// CRC-32C (Castagnoli; RFC 3720, appendix B.4) of the bytes; of none it is 0. By the processor's instruction where
/// there is one (x86-64 with SSE 4.2, found at run time; ARMv8 with CRC, at build time), else by tables, with the same
/// result. `before`: the checksum of the bytes that come before these; the result is then that of both together.
std::uint32_t crc32c(const void* data, std::int64_t bytes, std::uint32_t before = 0);

/// The checksums of `rows` consecutive rows of equal length. Several rows are in flight at once, because the
/// instruction takes three cycles but may start every cycle.
void crc32c_rows(const void* data, std::int64_t row_bytes, std::int64_t rows, std::uint32_t* checksums);

/// The table version, for comparison.
std::uint32_t crc32c_by_tables(const void* data, std::int64_t bytes, std::uint32_t before = 0);

}  // namespace dosde
