#include "io/result/place_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "engine/core/error.hpp"
#include "io/result/fleeting_file.hpp"
#include "io/result/raw_file.hpp"
#include "io/result/result_file.hpp"

namespace dosde {
namespace {

[[noreturn]] void fail_rename(const std::string& from, const std::string& to) {
  throw Error(ErrorKind::input_output, "cannot rename '" + from + "' to '" + to + "'", std::strerror(errno));
}

void rename_file(const std::string& from, const std::string& to, ExistingFile existing) {
  if (existing == ExistingFile::refuse) {
    if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return;
    if (errno != EEXIST && errno != EINVAL && errno != ENOSYS) fail_rename(from, to);
    refuse_existing(to, existing);  // EINVAL, ENOSYS: a file system without that promise
  }
  if (std::rename(from.c_str(), to.c_str()) != 0) fail_rename(from, to);
}

}  // namespace

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

void refuse_existing(const std::string& path, ExistingFile existing, const std::vector<std::string>& inputs) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return;
  if (existing == ExistingFile::replace) {
    for (const std::string& input : inputs) {  // a mistyped name costs no scenario and no data
      if (!std::filesystem::equivalent(path, input, ignored)) continue;
      throw Error(ErrorKind::input_output, "the result would replace '" + path + "', which it is made from",
                  "--overwrite replaces results, never what they are made of", "Choose another name with -o.");
    }
    if (is_dosde_file(path)) return;
    throw Error(ErrorKind::input_output, "'" + path + "' exists and is not a doSDE result file",
                "--overwrite replaces nothing but results of doSDE",
                "Choose another name with -o, or remove the file yourself.");
  }
  throw Error(ErrorKind::input_output, "the result file '" + path + "' exists already",
              "a result is never overwritten unasked", "Choose another name with -o, or pass --overwrite.");
}

void place_file(const std::string& from, const std::string& to, ExistingFile existing) {
  RawFile(from, RawFile::Access::read_write).synchronise();
  rename_file(from, to, existing);
  synchronise_folder(folder_of(to));
}

void make_and_place(const std::string& path, ExistingFile existing,
                    const std::function<void(const std::string& growing)>& make) {
  const std::string growing = path + ".part";
  const FleetingFile unfinished(growing);
  try {
    make(growing);
    place_file(growing, path, existing);
  } catch (...) {
    std::remove(growing.c_str());
    throw;
  }
}

}  // namespace dosde
