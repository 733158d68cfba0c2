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
    "machines see each other's bytes only after a file is closed, and write back whole pages";
constexpr const char* in_memory = "it lives in memory: results are gone with the machine's next start";

}  // namespace

FileSystem file_system_of_type(unsigned long type) {
  // The numbers are in linux/magic.h, those of Lustre, GPFS, BeeGFS and PanFS in their sources.
  static const std::map<unsigned long, FileSystem> known = {
      {0xEF53, {"ext4", false}},
      {0x58465342, {"xfs", false}},
      {0x9123683E, {"btrfs", false}},
      {0x2FC12FC1, {"zfs", false}},
      {0xF2F52010, {"f2fs", false}},
      {0x01021994, {"tmpfs", false, SharedWrites::sound, in_memory}},
      {0x858458F6, {"ramfs", false, SharedWrites::sound, in_memory}},
      {0x794C7630,
       {"overlayfs", false, SharedWrites::sound, "a container's layer: results may be gone with the container"}},
      {0x6969, {"nfs", true, SharedWrites::overlapping, close_to_open}},
      {0xFF534D42, {"cifs", true, SharedWrites::overlapping, close_to_open}},
      {0xFE534D42, {"smb2", true, SharedWrites::overlapping, close_to_open}},
      {0x65735546, {"fuse", true, SharedWrites::uncertain, "what it promises depends on the program behind it"}},
      {0x0BD00BD0,
       {"lustre", true, SharedWrites::uncertain,
        "its machines agree unless it is mounted with localflock or noflock; spread large files over several servers "
        "(lfs setstripe -c) before the run"}},
      {0x47504653, {"gpfs", true}},
      {0x19830326,
       {"beegfs", true, SharedWrites::uncertain, "its cache mode decides what machines see of each other's writes"}},
      {0xAAD7AAEA,
       {"panfs", true, SharedWrites::uncertain, "files that several machines write want its concurrent-write mode"}},
      {0x00C36400, {"ceph", true}},
      {0x01021997,
       {"9p", true, SharedWrites::uncertain, "its cache mode decides what machines see of each other's writes"}},
      {0x6B414653, {"afs", true, SharedWrites::overlapping, close_to_open}},
      {0x5346414F, {"openafs", true, SharedWrites::overlapping, close_to_open}},
      {0x7461636F, {"ocfs2", true}},
      {0x01161970, {"gfs2", true}},
  };
  const auto found = known.find(type);
  if (found != known.end()) return found->second;
  std::ostringstream name;
  name << "unknown (type 0x" << std::hex << type << ")";
  return {name.str(), false};
}

std::string layout_advice(const FileSystem& system) {
  const std::string sharded = "run --layout sharded gives every rank a file of its own";
  switch (system.shared_writes) {
    case SharedWrites::sound:
      return {};
    case SharedWrites::uncertain:
      return "try it with doctor on ranks of several machines; where shared writes fail, " + sharded;
    case SharedWrites::overlapping:
      break;
  }
  return "for ranks on several machines " + sharded + ", which is safe here; one shared file is not";
}

FileSystem file_system_of(const std::string& folder) {
  struct statfs facts = {};
  if (statfs(folder.c_str(), &facts) != 0) {
    throw Error(ErrorKind::input_output, "cannot look at the folder '" + folder + "'", std::strerror(errno));
  }
  return file_system_of_type(static_cast<unsigned long>(facts.f_type) & 0xFFFFFFFFUL);
}

}  // namespace dosde
