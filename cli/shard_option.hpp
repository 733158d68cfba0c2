#pragma once

#include <string>

namespace CLI {
class App;
}

namespace dosde {

/// One of several runs that share the work of a scenario, each into a file of its own: `--shard 2/8`.
struct Shard {
  int number = 0;  ///< 0 … count - 1
  int count = 1;
};

void add_shard_option(CLI::App& command, std::string& shard);

/// "2/8"; numbers from 0, as in job arrays. Throws Error (usage).
Shard parse_shard(const std::string& text);

/// loop.h5 -> loop.shard-2-of-8.h5, so that shards never meet in one file.
std::string shard_path(const std::string& path, const Shard& shard);

}  // namespace dosde
