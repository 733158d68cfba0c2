#include "io/result/checkpoint_file.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "engine/core/error.hpp"
#include "engine/core/version.hpp"
#include "engine/random/siphash.hpp"
#include "engine/random/stream_key.hpp"
#include "io/result/crc32c.hpp"

namespace dosde {
namespace {

constexpr std::uint64_t magic = 0x31746e6970437364;  ///< "dsCpint1", little endian

struct Header {
  std::uint64_t magic_number = magic;
  std::uint64_t run_identity = 0;
  std::int64_t unit = 0;
  std::int64_t next_step = 0;
  std::int64_t block_width = 0;
  std::int64_t workspace_size = 0;
  std::int64_t states_size = 0;
  std::uint32_t workspace_checksum = 0;
  std::uint32_t states_checksum = 0;
  std::uint32_t unused = 0;
  std::uint32_t header_checksum = 0;  ///< of the bytes before it

  [[nodiscard]] std::uint32_t checksum() const { return crc32c(this, offsetof(Header, header_checksum)); }
};

std::uint32_t checksum(const std::vector<double>& values) {
  return crc32c(values.data(), static_cast<std::int64_t>(values.size() * sizeof(double)));
}

template <class Stream>
void write_values(Stream& file, const std::vector<double>& values) {
  file.write(reinterpret_cast<const char*>(values.data()),
             static_cast<std::streamsize>(values.size() * sizeof(double)));
}

/// Reads `size` numbers, no more than the file holds.
bool read_values(std::ifstream& file, std::int64_t size, std::int64_t file_size, std::vector<double>& values) {
  if (size < 0 || size > file_size / 8) return false;
  values.resize(static_cast<std::size_t>(size));
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(double)));
  return file.good();
}

}  // namespace

std::string CheckpointFiles::name(std::int64_t unit) const {
  return path_ + ".unit-" + std::to_string(unit) + ".checkpoint";
}

void CheckpointFiles::store(const UnitCheckpoint& checkpoint) const {
  Header header;
  header.run_identity = run_identity_;
  header.unit = checkpoint.unit;
  header.next_step = checkpoint.next_step;
  header.block_width = checkpoint.block_width;
  header.workspace_size = static_cast<std::int64_t>(checkpoint.workspace.size());
  header.states_size = static_cast<std::int64_t>(checkpoint.states.size());
  header.workspace_checksum = checksum(checkpoint.workspace);
  header.states_checksum = checksum(checkpoint.states);
  header.header_checksum = header.checksum();

  const std::string growing = name(checkpoint.unit) + ".part";
  std::ofstream file(growing, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(&header), sizeof header);
  write_values(file, checkpoint.workspace);
  write_values(file, checkpoint.states);
  file.close();
  if (!file || std::rename(growing.c_str(), name(checkpoint.unit).c_str()) != 0) {
    const int cause = errno;
    std::remove(growing.c_str());
    throw Error(ErrorKind::input_output, "cannot write the checkpoint '" + name(checkpoint.unit) + "'",
                std::strerror(cause), "The run's file keeps all finished units; `dosde resume` goes on with it.");
  }
}

bool CheckpointFiles::load(std::int64_t unit, UnitCheckpoint& checkpoint) const {
  std::error_code ignored;
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(name(unit), ignored));
  std::ifstream file(name(unit), std::ios::binary);
  Header header;
  if (ignored || !file.read(reinterpret_cast<char*>(&header), sizeof header)) return false;
  if (header.magic_number != magic || header.header_checksum != header.checksum()) return false;
  if (header.run_identity != run_identity_ || header.unit != unit) return false;
  checkpoint.unit = header.unit;
  checkpoint.next_step = header.next_step;
  checkpoint.block_width = static_cast<std::int32_t>(header.block_width);
  return read_values(file, header.workspace_size, size, checkpoint.workspace) &&
         read_values(file, header.states_size, size, checkpoint.states) &&
         checksum(checkpoint.workspace) == header.workspace_checksum &&
         checksum(checkpoint.states) == header.states_checksum;
}

void CheckpointFiles::remove(std::int64_t unit) const { std::remove(name(unit).c_str()); }

std::uint64_t identify_run(const std::string& resolved_scenario) {
  const BuildInformation& build = build_information();
  return siphash_2_4(
      0, 0, resolved_scenario + '\0' + std::string(noise_version) + '\0' + build.version + '\0' + build.git_hash);
}

}  // namespace dosde
