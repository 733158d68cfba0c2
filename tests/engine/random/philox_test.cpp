#include "engine/random/philox.hpp"

#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>

namespace dosde {
namespace {

TEST(Philox, gives_the_known_answers) {
  std::ifstream file(DOSDE_SOURCE_DIR "/tests/engine/random/philox4x32_10_vectors.txt");
  ASSERT_TRUE(file);
  int vectors = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    words >> std::hex;
    PhiloxBlock counter{}, expected{};
    PhiloxKey key{};
    for (auto& word : counter.word) words >> word;
    for (auto& word : key.word) words >> word;
    for (auto& word : expected.word) words >> word;
    ASSERT_TRUE(words) << line;
    const PhiloxBlock answer = philox4x32_10(counter, key);
    for (int j = 0; j < 4; ++j) EXPECT_EQ(answer.word[j], expected.word[j]) << line << " word " << j;
    ++vectors;
  }
  EXPECT_EQ(vectors, 3);
}

TEST(Philox, agrees_with_random123) {
  std::mt19937 words(1);
  for (int i = 0; i < 10000; ++i) {
    PhiloxBlock counter{};
    PhiloxKey key{};
    r123::Philox4x32::ctr_type their_counter;
    r123::Philox4x32::key_type their_key;
    for (int j = 0; j < 4; ++j) their_counter[static_cast<std::size_t>(j)] = counter.word[j] = words();
    for (int j = 0; j < 2; ++j) their_key[static_cast<std::size_t>(j)] = key.word[j] = words();
    const auto expected = r123::Philox4x32()(their_counter, their_key);
    const PhiloxBlock answer = philox4x32_10(counter, key);
    for (int j = 0; j < 4; ++j) ASSERT_EQ(answer.word[j], expected[static_cast<std::size_t>(j)]);
  }
}

}  // namespace
}  // namespace dosde
