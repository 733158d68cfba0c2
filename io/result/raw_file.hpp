#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace dosde {

class ByteRoutes;

/// A file as a range of bytes: plain pread and pwrite that finish what they began and tell what failed. Offsets count
/// from the beginning of the file; those from ByteRoutes::first_offset on are in other files. Throws Error
/// (input_output).
class RawFile {
 public:
  enum class Access { read, read_write };
  RawFile(const std::string& path, Access access, std::shared_ptr<const ByteRoutes> routes = nullptr);
  RawFile(RawFile&& other) noexcept;
  RawFile& operator=(RawFile&&) = delete;
  ~RawFile();

  void write_at(std::int64_t offset, const void* data, std::int64_t bytes) const;
  /// Throws where the file ends before.
  void read_at(std::int64_t offset, void* data, std::int64_t bytes) const;
  /// Reads a range in pieces that fit into memory, in order.
  void visit_bytes(std::int64_t offset, std::int64_t bytes,
                   const std::function<void(std::span<const char>)>& visit) const;
  [[nodiscard]] std::int64_t size() const;
  /// Reserves the blocks of a range of bytes, so that a full disk is met now and not in the middle of the run. Where
  /// the file system cannot reserve, nothing happens.
  void reserve(std::int64_t offset, std::int64_t bytes) const;
  /// Asks the system to bring everything written so far to the disk.
  void synchronise() const;

 private:
  std::string path_;
  int descriptor_ = -1;
  std::shared_ptr<const ByteRoutes> routes_;
};

/// Copies a range of one file to a place in another.
void copy_bytes(const RawFile& from, std::int64_t offset, std::int64_t bytes, const RawFile& to, std::int64_t target);

/// Brings a rename in this folder to the disk.
void synchronise_folder(const std::string& folder);

}  // namespace dosde
