#pragma once

#include <cstdint>
#include <vector>

#include "io/result/raw_file.hpp"
#include "io/result/raw_layout.hpp"

namespace dosde {

/// Reads stored states raw, together with their checksums. Belongs to one file, which must outlive it.
class StateReader {
 public:
  StateReader(const RawFile& file, const RawLayout& layout) : file_(file), layout_(layout) {}

  /// Reads the states of the stored trajectories [first, first + count) of a scenario. False where they do not fit
  /// their checksums. Throws Error (input_output).
  bool read(std::int64_t scenario, std::int64_t first, std::int64_t count);
  /// The bytes of the last read: [count][time][column] of the file's state type.
  [[nodiscard]] const std::vector<char>& bytes() const { return bytes_; }

 private:
  const RawFile& file_;
  const RawLayout& layout_;
  std::vector<char> bytes_;
  std::vector<std::uint32_t> expected_;
  std::vector<std::uint32_t> found_;
};

}  // namespace dosde
