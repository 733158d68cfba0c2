#include "engine/core/version.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace {

using dosde::build_information;

TEST(Version, names_the_commit_or_says_that_it_is_unknown) {
  EXPECT_TRUE(std::regex_match(build_information().git_hash, std::regex("[0-9a-f]{40}|unknown")))
      << build_information().git_hash;
}

TEST(Version, is_three_numbers) {
  EXPECT_TRUE(std::regex_match(build_information().version, std::regex(R"(\d+\.\d+\.\d+)")));
  EXPECT_TRUE(std::regex_match(build_information().kokkos_version, std::regex(R"([345]\.\d+\.\d+)")));
}

TEST(Version, records_the_flags_that_the_bits_depend_on) {
  EXPECT_NE(build_information().flags.find("-ffp-contract=off"), std::string::npos) << build_information().flags;
  EXPECT_EQ(build_information().flags.find("-ffast-math"), std::string::npos) << build_information().flags;
}

TEST(Version, names_the_host_backend) {
  EXPECT_NE(build_information().kokkos_backends.find("Serial"), std::string::npos);
}

}  // namespace
