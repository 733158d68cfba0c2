#include "cluster/folder_trials.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <vector>

#include "cluster/probe_file.hpp"
#include "cluster/seconds_since.hpp"
#include "io/result/crc32c.hpp"
#include "io/result/place_file.hpp"
#include "io/result/raw_file.hpp"

namespace dosde {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t large_bytes = 32 << 20;

std::string whole_number(double number) { return std::to_string(std::llround(number)); }

}  // namespace

DoctorFinding try_reserve(const std::string& stem) {
  const ProbeFile probe(stem + ".reserve");
  const int descriptor = open(probe.path().c_str(), O_RDWR | O_CLOEXEC);
  const int result = fallocate(descriptor, 0, 0, 1 << 20);
  const int cause = errno;
  close(descriptor);
  if (result == 0) return {"reserve", Health::good, "fallocate works: a disk that is too small is met before the run"};
  if (cause == EOPNOTSUPP || cause == ENOSYS)
    return {"reserve", Health::notable,
            "no fallocate: a disk that fills up is met during the run, which then can be resumed"};
  return {"reserve", Health::bad, std::string("fallocate fails: ") + std::strerror(cause)};
}

DoctorFinding try_large_write(const std::string& stem) {
  const ProbeFile probe(stem + ".large");
  const RawFile file(probe.path(), RawFile::Access::read_write);
  std::vector<char> bytes;
  for (std::int64_t block = 0; static_cast<std::int64_t>(bytes.size()) < large_bytes; ++block) {
    const std::vector<char> next = probe_block(block);
    bytes.insert(bytes.end(), next.begin(), next.end());
  }
  const auto count = static_cast<std::int64_t>(bytes.size());
  const std::uint32_t checksum = crc32c(bytes.data(), count);
  auto start = Clock::now();
  file.write_at(0, bytes.data(), count);
  const double written = seconds_since(start);
  start = Clock::now();
  file.synchronise();
  const double synchronised = seconds_since(start);
  std::fill(bytes.begin(), bytes.end(), '\0');
  file.read_at(0, bytes.data(), count);
  if (crc32c(bytes.data(), count) != checksum)
    return {"write and sync", Health::bad, "what is read is not what was written: do not use this folder"};
  return {"write and sync", Health::good,
          whole_number(static_cast<double>(count) / written / 1e6) + " MB/s by pwrite, fsync of " +
              std::to_string(count / 1000000) + " MB in " + whole_number(synchronised * 1e3) + " ms, read back right"};
}

DoctorFinding try_rename(const std::string& stem) {
  const ProbeFile one(stem + ".one");
  const ProbeFile two(stem + ".two");
  const int result = renameat2(AT_FDCWD, one.path().c_str(), AT_FDCWD, two.path().c_str(), RENAME_NOREPLACE);
  const int cause = errno;
  if (result == 0) return {"rename", Health::bad, "a rename that must not replace a file replaced it"};
  if (std::rename(one.path().c_str(), two.path().c_str()) != 0)
    return {"rename", Health::bad, std::string("rename fails: ") + std::strerror(errno)};
  synchronise_folder(folder_of(stem));
  if (cause == EEXIST) return {"rename", Health::good, "atomic, and refuses to replace"};
  return {"rename", Health::notable, "works, but cannot refuse atomically: two jobs that create one file may meet"};
}

}  // namespace dosde
