#include "engine/expression/stepwise.hpp"

#include <gtest/gtest.h>

namespace dosde {
namespace {

TEST(Stepwise, TellsWhatJumpsFromWhatMerelyBends) {
  for (const auto operation : {Operation::less, Operation::less_equal, Operation::equal, Operation::not_equal,
                               Operation::logical_and, Operation::floor, Operation::sign})
    EXPECT_TRUE(is_stepwise(operation));
  for (const auto operation : {Operation::add, Operation::abs, Operation::relu, Operation::minimum, Operation::where})
    EXPECT_FALSE(is_stepwise(operation));
}

}  // namespace
}  // namespace dosde
