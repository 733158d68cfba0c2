#include "io/result/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

EVP_MD_CTX* openssl(void* context) { return static_cast<EVP_MD_CTX*>(context); }

void demand(bool succeeded) {
  if (!succeeded) throw Error(ErrorKind::internal, "OpenSSL cannot compute SHA-256");
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  demand(context_ != nullptr && EVP_DigestInit_ex(openssl(context_), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() { EVP_MD_CTX_free(openssl(context_)); }

void Sha256::add(const void* data, std::int64_t bytes) {
  demand(EVP_DigestUpdate(openssl(context_), data, static_cast<std::size_t>(bytes)) == 1);
}

std::string Sha256::digest() {
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes = {};
  unsigned int length = 0;
  demand(EVP_DigestFinal_ex(openssl(context_), bytes.data(), &length) == 1);
  std::string text;
  for (unsigned int k = 0; k < length; ++k) {
    text += "0123456789abcdef"[bytes[k] >> 4];
    text += "0123456789abcdef"[bytes[k] & 15];
  }
  return text;
}

}  // namespace dosde
