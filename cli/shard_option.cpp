#include "cli/shard_option.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <filesystem>

#include "engine/core/error.hpp"

namespace dosde {

void add_shard_option(CLI::App& command, std::string& shard) {
  command
      .add_option("--shard", shard,
                  "Compute only share i of n (i from 0) of the trajectories, into a file of its own: with -o loop.h5 "
                  "loop.shard-i-of-n.h5; `dosde merge` puts the n files together")
      ->type_name("i/n");
}

Shard parse_shard(const std::string& text) {
  Shard shard;
  const char* end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, shard.number);
  const bool has_slash = number.ec == std::errc() && number.ptr != end && *number.ptr == '/';
  const auto count = has_slash ? std::from_chars(number.ptr + 1, end, shard.count) : number;
  if (!has_slash || count.ec != std::errc() || count.ptr != end || shard.number < 0 || shard.number >= shard.count) {
    throw Error(ErrorKind::usage, "--shard " + text + " is no share",
                "it is written i/n, with i from 0 to n - 1, like the tasks of a job array",
                "For four shards: --shard 0/4, 1/4, 2/4 and 3/4.");
  }
  return shard;
}

std::string shard_path(const std::string& path, const Shard& shard) {
  std::filesystem::path name(path);
  const std::string ending = name.extension().string();
  return name.replace_extension(fmt::format(".shard-{}-of-{}{}", shard.number, shard.count, ending)).string();
}

}  // namespace dosde
