#include "io/result/raw_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "io/result/byte_routes.hpp"

namespace dosde {
namespace {

constexpr std::int64_t piece_bytes = 8 << 20;

[[noreturn]] void fail(const std::string& problem, int cause) {
  std::string suggestion;
  if (cause == ENOSPC || cause == EDQUOT || cause == EFBIG) {
    suggestion = "Free some space, choose another folder with -o, or store less (output.variables, save_every, keep).";
  }
  throw Error(ErrorKind::input_output, problem, std::strerror(cause), suggestion);
}

}  // namespace

RawFile::RawFile(const std::string& path, Access access, std::shared_ptr<const ByteRoutes> routes)
    : path_(path),
      descriptor_(open(path.c_str(), (access == Access::read ? O_RDONLY : O_RDWR) | O_CLOEXEC)),
      routes_(std::move(routes)) {
  if (descriptor_ < 0) {
    fail("cannot open '" + path + (access == Access::read ? "' for reading" : "' for writing"), errno);
  }
}

RawFile::RawFile(RawFile&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      routes_(std::move(other.routes_)) {}

RawFile::~RawFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

void RawFile::visit_bytes(std::int64_t offset, std::int64_t bytes,
                          const std::function<void(std::span<const char>)>& visit) const {
  std::vector<char> piece;
  for (std::int64_t done = 0; done < bytes; done += piece_bytes) {
    piece.resize(static_cast<std::size_t>(std::min(piece_bytes, bytes - done)));
    read_at(offset + done, piece.data(), static_cast<std::int64_t>(piece.size()));
    visit(piece);
  }
}

void copy_bytes(const RawFile& from, std::int64_t offset, std::int64_t bytes, const RawFile& to, std::int64_t target) {
  from.visit_bytes(offset, bytes, [&](std::span<const char> piece) {
    to.write_at(target, piece.data(), static_cast<std::int64_t>(piece.size()));
    target += static_cast<std::int64_t>(piece.size());
  });
}

void RawFile::write_at(std::int64_t offset, const void* data, std::int64_t bytes) const {
  if (routes_ != nullptr && offset >= ByteRoutes::first_offset) return routes_->write_at(offset, data, bytes);
  const char* next = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t done = pwrite(descriptor_, next, static_cast<std::size_t>(bytes), offset);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) fail("cannot write to '" + path_ + "'", done < 0 ? errno : EIO);
    next += done;
    offset += done;
    bytes -= done;
  }
}

void RawFile::read_at(std::int64_t offset, void* data, std::int64_t bytes) const {
  if (routes_ != nullptr && offset >= ByteRoutes::first_offset) return routes_->read_at(offset, data, bytes);
  char* next = static_cast<char*>(data);
  while (bytes > 0) {
    const ssize_t done = pread(descriptor_, next, static_cast<std::size_t>(bytes), offset);
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) fail("cannot read from '" + path_ + "'", errno);
    if (done == 0) {
      throw Error(ErrorKind::input_output, "'" + path_ + "' is shorter than it should be",
                  "its data end at byte " + std::to_string(offset), "It was cut off, for example by a copy.");
    }
    next += done;
    offset += done;
    bytes -= done;
  }
}

std::int64_t RawFile::size() const {
  struct stat facts = {};
  if (fstat(descriptor_, &facts) != 0) fail("cannot ask for the size of '" + path_ + "'", errno);
  return facts.st_size;
}

void RawFile::reserve(std::int64_t offset, std::int64_t bytes) const {
  while (fallocate(descriptor_, 0, offset, bytes) != 0) {
    if (errno == EINTR) continue;
    if (errno == EOPNOTSUPP || errno == ENOSYS) return;
    fail("cannot reserve " + std::to_string(bytes) + " bytes for '" + path_ + "'", errno);
  }
}

void RawFile::synchronise() const {
  if (fsync(descriptor_) != 0) fail("cannot bring '" + path_ + "' to the disk", errno);
}

void synchronise_folder(const std::string& folder) {
  const int descriptor = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail("cannot open the folder '" + folder + "'", errno);
  const int result = fsync(descriptor);
  const int cause = errno;
  close(descriptor);
  // Some network file systems cannot; the rename itself has happened.
  if (result != 0 && cause != EINVAL && cause != ENOTSUP)
    fail("cannot bring the folder '" + folder + "' to the disk", cause);
}

}  // namespace dosde
