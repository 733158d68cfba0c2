#include "cluster/probe_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "engine/core/error.hpp"
#include "io/result/place_file.hpp"

namespace dosde {

ProbeFile::ProbeFile(std::string path) : path_(std::move(path)) {
  const int descriptor = open(path_.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor < 0)
    throw Error(ErrorKind::input_output, "cannot create a file in '" + folder_of(path_) + "'", std::strerror(errno),
                "Runs cannot write there: choose another folder.");
  close(descriptor);
}

ProbeFile::~ProbeFile() { std::remove(path_.c_str()); }

std::vector<char> probe_block(std::int64_t number) {
  std::vector<char> bytes(probe_block_bytes);
  std::uint64_t state = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15ULL + 1;
  for (char& byte : bytes) {  // Marsaglia's xorshift
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    byte = static_cast<char>(state);
  }
  return bytes;
}

}  // namespace dosde
