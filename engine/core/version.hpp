#pragma once

#include <string>

namespace dosde {

/// What this build of doSDE is made of: the provenance that every output file and `dosde --version` carry.
struct BuildInformation {
  std::string version;          ///< of doSDE, e.g. "0.1.0"
  std::string git_hash;         ///< of the commit built, 40 hexadecimal digits; "unknown" outside a git clone
  bool git_dirty = false;       ///< the sources differed from that commit
  std::string compiler;         ///< name and version
  std::string flags;            ///< build type and the flags that the compiler was given
  std::string kokkos_version;   ///< e.g. "3.4.1"
  std::string kokkos_backends;  ///< execution spaces, comma separated, e.g. "Serial" or "Cuda, Serial"
  bool device_sleef = true;     ///< false: a device build whose elementary functions are the vendor's, not SLEEF's
};

/// Fixed at build time; the same object on every call.
const BuildInformation& build_information();

}  // namespace dosde
