#include "models/zoo.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace dosde {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(Zoo, CarriesEveryFileOfItsFolder) {
  std::vector<std::string> in_folder;
  for (const auto& entry : std::filesystem::directory_iterator(DOSDE_SOURCE_DIR "/models/zoo")) {
    in_folder.push_back(entry.path().stem().string());
    const auto text = find_zoo_model(in_folder.back());
    ASSERT_TRUE(text) << in_folder.back() << " is not in the list of models/CMakeLists.txt";
    EXPECT_EQ(*text, text_of(entry.path()));
  }
  std::sort(in_folder.begin(), in_folder.end());
  EXPECT_EQ(zoo_model_names(), in_folder);
}

TEST(Zoo, HasNoModelOfAnotherName) {
  EXPECT_FALSE(find_zoo_model("lorenz_64"));
  EXPECT_FALSE(find_zoo_model(""));
}

}  // namespace
}  // namespace dosde
