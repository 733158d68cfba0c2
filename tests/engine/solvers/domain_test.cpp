#include "engine/solvers/domain.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

std::string find(const std::string& drift, const std::string& loading) {
  Model model;
  Variable x;
  x.name = "x";
  model.variables = {x};
  Mechanism mechanism;
  mechanism.drift = parse_expression(drift);
  mechanism.noise = {{"x", parse_expression(loading), {}}};
  return find_partial_function(model, {mechanism});
}

TEST(Domain, IsNarrowWhereAFunctionOfTheStateIsNotDefinedEverywhere) {
  EXPECT_EQ(find("-x", "sqrt(x)"), "'x' has sqrt(x)");
  EXPECT_EQ(find("log(1 + x)", "1"), "'x' has log(1 + x)");
  EXPECT_EQ(find("x^a", "1"), "'x' has x^a");
  EXPECT_EQ(find("asin(0.5*x)", "1"), "'x' has asin(0.5*x)");
}

TEST(Domain, IsEverythingForTotalFunctionsAndFunctionsOfParameters) {
  for (const char* formula : {"x^2/(1 + x^2)", "sin(x) + exp(-x)", "sqrt(a)*x", "x^3", "cbrt(x)", "tanh(x)"})
    EXPECT_EQ(find(formula, formula), "") << formula;
}

}  // namespace
}  // namespace dosde
