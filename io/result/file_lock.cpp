#include "io/result/file_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "engine/core/error.hpp"
#include "io/result/attempts.hpp"

namespace dosde {
namespace {

int open_side_file(const std::string& name) {
  const int descriptor = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (descriptor < 0)
    throw Error(
        ErrorKind::input_output, "cannot write beside the result file: '" + name + "'", std::strerror(errno),
        "make the folder or choose another place with -o; a lock beside the file keeps two jobs from writing it");
  return descriptor;
}

bool try_lock(int descriptor) {
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return fcntl(descriptor, F_OFD_SETLK, &lock) == 0;
}

/// Has somebody removed or replaced the side file since it was opened? Then a lock on it means nothing.
bool is_stale(int descriptor, const std::string& name) {
  struct stat opened = {};
  struct stat named = {};
  return fstat(descriptor, &opened) != 0 || stat(name.c_str(), &named) != 0 || opened.st_ino != named.st_ino ||
         opened.st_dev != named.st_dev;
}

/// Who says that he holds the lock.
std::string read_holder(int descriptor) {
  std::array<char, 256> text{};
  const ssize_t length = pread(descriptor, text.data(), text.size(), 0);
  return length > 0 ? std::string(text.data(), static_cast<std::size_t>(length)) : "another process";
}

}  // namespace

FileLock::FileLock(const std::string& path) : name_(path + ".lock") {
  for (;;) {
    descriptor_ = open_side_file(name_);
    if (!try_lock(descriptor_)) {
      const int cause = errno;
      const std::string holder = read_holder(descriptor_);
      close(descriptor_);
      if (cause == EAGAIN || cause == EACCES)
        throw Error(ErrorKind::input_output, "'" + path + "' is being written by " + holder,
                    "two jobs that write one file would overwrite each other's units",
                    "Wait for it, stop it, or choose another file with -o. (A lock ends with the job that holds it.)");
      throw Error(ErrorKind::input_output, "cannot lock '" + name_ + "'", std::strerror(cause),
                  "`dosde doctor` on this folder says what its file system can do.");
    }
    if (!is_stale(descriptor_, name_)) break;
    close(descriptor_);
  }
  removal_.emplace(name_);
  const std::string holder = "process " + std::to_string(getpid()) + " on " + attempt_from_now().host;
  // For messages only: the lock is what counts.
  if (ftruncate(descriptor_, 0) == 0 && pwrite(descriptor_, holder.data(), holder.size(), 0) < 0) errno = 0;
}

FileLock::~FileLock() {
  removal_.reset();  // before another process may have a file of that name
  unlink(name_.c_str());
  close(descriptor_);
}

std::string lock_holder(const std::string& path) {
  const int descriptor = open((path + ".lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool is_held = fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  const std::string holder = is_held ? read_holder(descriptor) : "";
  close(descriptor);
  return holder;
}

}  // namespace dosde
