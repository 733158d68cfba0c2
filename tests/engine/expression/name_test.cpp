#include "engine/expression/name.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

TEST(Name, is_what_users_may_call_things) {
  for (const char* name : {"x", "X_1", "_", "prey_density", "t", "exp", "where"}) EXPECT_TRUE(is_name(name)) << name;
  for (const char* name : {"", "1x", "x y", "x-y", "x:", "dW:a", "and", "or", "not", "pi", "\u03b8"}) {
    EXPECT_FALSE(is_name(name)) << name;
  }
}

TEST(Name, of_a_symbol_may_be_internal) {
  for (const char* name : {"x", "dW:weather", "u:clamp:x:0", "step:"}) EXPECT_TRUE(is_symbol_name(name)) << name;
  for (const char* name : {"", ":", ":x", "pi:x", "dW:a b", "dW:a-b", "9:x"})
    EXPECT_FALSE(is_symbol_name(name)) << name;
}

}  // namespace
}  // namespace dosde
