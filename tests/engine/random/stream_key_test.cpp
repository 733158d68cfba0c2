#include "engine/random/stream_key.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

using testing::HasSubstr;

/// The table of engine/random/README.md, computed by a separate implementation. Never change a value.
TEST(StreamKey, is_fixed_for_ever) {
  struct Vector {
    std::uint64_t seed;
    StreamKind kind;
    const char* name;
    std::uint64_t key;
  };
  const Vector vectors[] = {
      {0u, StreamKind::noise, "", 0xb53af067b743cc70},
      {0u, StreamKind::noise, "W", 0x4fd8e5fd73b8ea71},
      {1u, StreamKind::noise, "W", 0xb5847ee4720c1b4c},
      {0u, StreamKind::initial, "W", 0xa37693569e4f7dec},
      {18446744073709551615u, StreamKind::jump, "a somewhat longer name", 0xcb785392f9151079},
      {20240101u, StreamKind::parameter, "β", 0x72b1f279d442a8f5},
  };
  for (const auto& [seed, kind, name, key] : vectors) EXPECT_EQ(stream_key(seed, kind, name), key) << name;
}

TEST(StreamKey, differs_for_every_seed_kind_and_name) {
  std::set<std::uint64_t> keys;
  std::size_t count = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (int kind = 0; kind < 5; ++kind) {
      for (int name = 0; name < 100; ++name) {
        keys.insert(stream_key(seed, static_cast<StreamKind>(kind), std::to_string(name)));
        ++count;
      }
    }
  }
  EXPECT_EQ(keys.size(), count);
}

TEST(StreamKey, changes_half_of_its_bits_with_one_bit_of_the_seed) {
  // Binomial(64 · 200, 1/2): standard deviation 56.6; k = 5, false alarms 6e-7.
  int changed = 0;
  for (int i = 0; i < 200; ++i) {
    const std::string name = "source" + std::to_string(i);
    changed += __builtin_popcountll(stream_key(7, StreamKind::noise, name) ^
                                    stream_key(7 ^ (std::uint64_t{1} << i % 64), StreamKind::noise, name));
  }
  EXPECT_NEAR(changed, 6400, 5 * 56.6);
}

TEST(StreamKey, accepts_distinct_streams) {
  EXPECT_NO_THROW(refuse_equal_keys({}));
  EXPECT_NO_THROW(refuse_equal_keys({{StreamKind::noise, "x", stream_key(1, StreamKind::noise, "x")},
                                     {StreamKind::initial, "x", stream_key(1, StreamKind::initial, "x")},
                                     {StreamKind::noise, "y", stream_key(1, StreamKind::noise, "y")}}));
}

TEST(StreamKey, refuses_every_equal_key_in_a_sentence) {
  try {
    refuse_equal_keys({{StreamKind::noise, "W", 1},
                       {StreamKind::noise, "W", 1},
                       {StreamKind::initial, "x", 2},
                       {StreamKind::jump, "bursts", 2}});
    FAIL() << "equal keys were accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::scenario);
    ASSERT_EQ(error.diagnostics().size(), 2u);
    EXPECT_THAT(error.diagnostics()[0].problem, HasSubstr("noise \"W\" is named twice"));
    EXPECT_THAT(error.diagnostics()[1].problem, HasSubstr("initial \"x\" and jump \"bursts\" have equal keys"));
    EXPECT_THAT(error.diagnostics()[1].suggestion, HasSubstr("another seed"));
  }
}

}  // namespace
}  // namespace dosde
