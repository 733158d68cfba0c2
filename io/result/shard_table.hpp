#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace dosde {

/// One file of the sharded layout, as the result file that shows it recorded it when it was tied.
struct ShardRecord {
  std::string file;            ///< relative to the folder of the result file: "loop.h5.shards/0003.h5"
  std::int64_t bytes = 0;      ///< size of the file
  std::int64_t units = 0;      ///< finished work units that are taken from it
  std::uint32_t checksum = 0;  ///< CRC-32C of the numbers of these units and of their rows of `units/crc32c`
};

/// Which shards a result file is made of, and which of them holds which work unit.
struct ShardTable {
  std::vector<ShardRecord> shards;
  std::vector<std::int32_t> owners;  ///< by work unit: position in `shards`; -1: no shard has finished it
};

/// A range of work units that one shard holds.
struct OwnedRun {
  std::int64_t first = 0;
  std::int64_t end = 0;
  std::int32_t shard = 0;
};

/// The owned work units as ranges, in order.
std::vector<OwnedRun> owned_runs(const ShardTable& table);

/// The name of a rank's shard, relative to the folder of the result file.
std::string shard_name(const std::string& path, int rank);
/// Names (as shard_name gives them) of the shards that lie in the folder of that result file, sorted.
std::vector<std::string> shards_beside(const std::string& path);
/// Where a shard of the result file `path` is: beside it, or beside the file that a symbolic link of that name means,
/// where HDF5 looks too.
std::string locate_shard(const std::string& path, const std::string& name);

/// Makes the folder for the shards of a new result file. Throws Error (input_output) where shards of another result lie
/// there.
void create_shard_folder(const std::string& path);
/// Removes the shards beside a result file that is replaced, and their folder if nothing else is in it. Files that are
/// no result files stay.
void remove_shards(const std::string& path);

}  // namespace dosde
