#pragma once

#include <cstddef>
#include <string>

namespace dosde {

/// The name of a file that is of use only while this process works on it: one that is not whole yet, a lock. While one
/// of these lives, TERM, INT and HUP remove the file and then end the process as they would have, so that nothing
/// is left that nobody can use. Only where the signal's action is the default one: who catches signals himself
/// (cluster/stop_request.hpp) ends in his own way. The owner removes the file in all other cases.
///
/// A few at a time: of more, the further ones are left to the owner alone. Not for several threads.
class FleetingFile {
 public:
  explicit FleetingFile(const std::string& path);
  FleetingFile(const FleetingFile&) = delete;
  FleetingFile& operator=(const FleetingFile&) = delete;
  ~FleetingFile();

 private:
  std::size_t place_;  ///< in the list that the handler reads
};

}  // namespace dosde
