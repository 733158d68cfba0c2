#include "engine/expression/fallible.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

TEST(Fallible, FormulasMayBeUndefinedWhereTheyDivideOrTakeRoots) {
  for (const char* text : {"sqrt(y)", "1/y", "2 + log(y)*x", "y^-2", "y^0.5", "exp(y)", "where(y > 0, sqrt(y), 0)"})
    EXPECT_TRUE(is_fallible(parse_expression(text))) << text;
  for (const char* text : {"2", "y", "-0.5*x + sin(t)", "y/3", "y^2", "max(y, 0)", "where(y > 0, y, 0)", "tanh(y)"})
    EXPECT_FALSE(is_fallible(parse_expression(text))) << text;
}

}  // namespace
}  // namespace dosde
