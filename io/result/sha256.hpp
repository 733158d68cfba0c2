#pragma once

#include <cstdint>
#include <string>

namespace dosde {

/// SHA-256 (FIPS 180-4) of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;
  ~Sha256();

  void add(const void* data, std::int64_t bytes);
  /// 64 lower-case hexadecimal digits. Nothing may be added afterwards.
  [[nodiscard]] std::string digest();

 private:
  void* context_;  ///< OpenSSL's EVP_MD_CTX
};

}  // namespace dosde
