#include "io/result/sha256.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

/// The examples of FIPS 180-4 (NIST, "SHA-256 examples"): one block, two blocks, and a million letters.
TEST(Sha256, GivesTheDigestsOfTheStandard) {
  Sha256 one;
  one.add("abc", 3);
  EXPECT_EQ(one.digest(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 two;
  two.add("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56);
  EXPECT_EQ(two.digest(), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  Sha256 million;
  for (int piece = 0; piece < 1000; ++piece) million.add(std::string(1000, 'a').data(), 1000);
  EXPECT_EQ(million.digest(), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace
}  // namespace dosde
