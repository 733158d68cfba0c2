#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "io/scenario/findings.hpp"
#include "io/scenario/source_text.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// What lives for the reading of one scenario: the texts that places point into, and the findings.
struct ReadContext {
  std::deque<SourceText> sources;
  Findings findings;
  std::vector<std::string> files;  ///< paths of what the scenario file names and was read

  /// Keeps a text for the whole reading and makes it known to messages.
  const SourceText& add_source(std::string name, std::string text);
};

/// The whole of a text file. Refuses what is no regular file, and more than 64 MiB: then the result is empty and
/// `problem` a sentence part ("does not exist").
std::optional<std::string> read_text_file(const std::string& path, std::string& problem);

/// A path as written at `place`, relative to the folder of the file that the place is in.
std::string resolve_path(const std::string& path, const Place& place);

}  // namespace dosde
