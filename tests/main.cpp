// The main of every test program: Kokkos lives for as long as the tests run, but not for a mere list of their names.
#include <gtest/gtest.h>

#include <optional>

#include "engine/core/kokkos.hpp"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::optional<Kokkos::ScopeGuard> kokkos;
  if (!GTEST_FLAG_GET(list_tests)) kokkos.emplace(argc, argv);
  return RUN_ALL_TESTS();
}
