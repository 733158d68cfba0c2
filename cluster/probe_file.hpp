#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// A file of the doctor's own, removed with it.
class ProbeFile {
 public:
  /// Throws Error (input_output) where the folder takes no file.
  explicit ProbeFile(std::string path);
  ProbeFile(const ProbeFile&) = delete;
  ProbeFile& operator=(const ProbeFile&) = delete;
  ~ProbeFile();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline constexpr std::int64_t probe_block_bytes = 1000;  ///< no multiple of a page: neighbours share pages

/// A block of bytes that no other number has.
std::vector<char> probe_block(std::int64_t number);

}  // namespace dosde
