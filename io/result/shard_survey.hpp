#pragma once

// Internal to io/result (it names HDF5): what the shards of a result file hold, and whether they are its shards.

#include <string>
#include <vector>

#include "io/result/hdf5.hpp"
#include "io/result/raw_layout.hpp"
#include "io/result/shard_table.hpp"

namespace dosde {

/// A file that is neither the result's nor another run's: what makes units of two files units of one run.
std::string run_identity(hid_t file);

/// What the file recorded when it was last tied.
ShardTable read_shard_table(hid_t file);
/// Does the file show all that its shards hold? Not so while a job writes them, and after one was killed.
bool is_tied(hid_t file);

/// For what reads through the virtual datasets: throws Error (input_output) where they do not show all that the shards
/// hold. Nothing happens where the file is not of the sharded layout.
void require_tied(const std::string& path, hid_t file);

/// Makes sure that the shards of an open file of the sharded layout are there and are its own, because HDF5 shows what
/// is missing as NaN without a word: every recorded one exists and is of this run; where the file is tied, each has the
/// recorded size and, by the checksums of its units, the recorded content. Throws Error (input_output) in a sentence
/// that names the shard. (The bytes of units against their checksums: check.)
void verify_shards(const std::string& path, hid_t file);

/// Which units the shards hold now: as recorded where the file is tied, else by the statuses in all shards that lie in
/// its folder. Sizes and checksums of the records are filled in. Throws Error (input_output) where a shard is of
/// another run.
ShardTable survey_shards(const std::string& path, hid_t file);

}  // namespace dosde
