#include "engine/expression/named_function.hpp"

#include <gtest/gtest.h>

#include "engine/expression/functions.hpp"

namespace dosde {
namespace {

TEST(NamedFunction, knows_how_many_arguments_there_are) {
  EXPECT_EQ(argument_count_of("exp"), 1);
  EXPECT_EQ(argument_count_of("atan2"), 2);
  EXPECT_EQ(argument_count_of("pow"), 2);
  EXPECT_EQ(argument_count_of("where"), 3);
  EXPECT_EQ(argument_count_of("hill"), 3);
  for (const char* name : {"lgo", "+", "-", "", "lookup", "symbol", "copy"})
    EXPECT_EQ(argument_count_of(name), -1) << name;
}

TEST(NamedFunction, calls) {
  const Expression x = Expression::symbol("x");
  EXPECT_TRUE(call_function("tanh", {x}).is_same(tanh(x)));
  EXPECT_TRUE(call_function("pow", {x, 3.0}).is_same(pow(x, 3.0)));
}

TEST(NamedFunction, guesses_what_was_meant) {
  EXPECT_EQ(suggest_function("lgo"), "did you mean 'log'?");
  EXPECT_EQ(suggest_function("sigmiod"), "did you mean 'sigmoid'?");
  EXPECT_EQ(suggest_function("hil"), "did you mean 'hill'?");
  EXPECT_EQ(suggest_function("ln"), "write log(x)");
  EXPECT_EQ(suggest_function("heaviside"), "write where(x < 0, 0, 1)");
  EXPECT_EQ(suggest_function("predator"), "write predator*(...) if a product was meant");
}

}  // namespace
}  // namespace dosde
