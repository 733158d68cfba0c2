#include "cluster/file_system.hpp"

#include <sys/vfs.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <sstream>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

constexpr const char* close_to_open =
    "machines see each other's bytes only after a file is closed, and cache whole pages: neighbouring units written "
    "from several machines may overwrite each other; keep a run on one machine, or use --shard and merge";

}  // namespace

FileSystem file_system_of_type(unsigned long type) {
  // The numbers are in linux/magic.h, those of Lustre, GPFS, BeeGFS and PanFS in their sources.
  static const std::map<unsigned long, FileSystem> known = {
      {0xEF53, {"ext4", false}},
      {0x58465342, {"xfs", false}},
      {0x9123683E, {"btrfs", false}},
      {0x2FC12FC1, {"zfs", false}},
      {0xF2F52010, {"f2fs", false}},
      {0x01021994, {"tmpfs", false, "it lives in memory: results are gone with the machine's next start"}},
      {0x858458F6, {"ramfs", false, "it lives in memory: results are gone with the machine's next start"}},
      {0x794C7630, {"overlayfs", false, "a container's layer: results may be gone with the container"}},
      {0x6969, {"nfs", true, close_to_open}},
      {0xFF534D42, {"cifs", true, close_to_open}},
      {0xFE534D42, {"smb2", true, close_to_open}},
      {0x65735546, {"fuse", true, "what it promises depends on the program behind it"}},
      {0x0BD00BD0, {"lustre", true, "spread large files over several servers (lfs setstripe -c) before the run"}},
      {0x47504653, {"gpfs", true}},
      {0x19830326, {"beegfs", true}},
      {0xAAD7AAEA, {"panfs", true}},
      {0x00C36400, {"ceph", true}},
  };
  const auto found = known.find(type);
  if (found != known.end()) return found->second;
  std::ostringstream name;
  name << "unknown (type 0x" << std::hex << type << ")";
  return {name.str(), false};
}

FileSystem file_system_of(const std::string& folder) {
  struct statfs facts = {};
  if (statfs(folder.c_str(), &facts) != 0) {
    throw Error(ErrorKind::input_output, "cannot look at the folder '" + folder + "'", std::strerror(errno));
  }
  return file_system_of_type(static_cast<unsigned long>(facts.f_type) & 0xFFFFFFFFUL);
}

}  // namespace dosde
