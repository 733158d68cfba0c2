#pragma once

#include <string>

#include "io/result/result_request.hpp"

namespace dosde {

// The sharded layout: every rank writes an ordinary result file of its own, a shard, and the result file shows the
// units of all as one (HDF5's virtual datasets), once it is tied. create_result_file makes the file, and each shard.

/// A table for the file that a job of so many ranks begins: its shards by name, nothing in them.
ShardTable empty_shards(const ResultFileRequest& request, const std::string& path, int ranks);

/// Is the file of the sharded layout? False where there is none.
bool is_sharded(const std::string& path);
/// Does the file show all that its shards hold, or was a job at work on it since it was tied?
bool is_tied(const std::string& path);
/// Says that shards are about to be written.
void untie_shards(const std::string& path);

/// Writes the file anew, so that it shows what its shards hold now, with their sizes and checksums; its summaries,
/// attempts and provenance stay. The file is replaced at once: a kill leaves the old one or the new. Throws Error
/// (input_output) where a shard is missing or of another run.
void tie_shards(const std::string& path, const ResultFileRequest& request);

}  // namespace dosde
