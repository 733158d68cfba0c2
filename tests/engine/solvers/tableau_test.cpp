#include "engine/solvers/tableau.hpp"

#include <gtest/gtest.h>

#include "engine/solvers/sra.hpp"
#include "engine/solvers/sri.hpp"

namespace dosde {
namespace {

const SraTableau sra1{.c0 = {0.0, 0.75},
                      .c1 = {1.0, 0.0},
                      .a0 = {{}, {0.75}},
                      .b0 = {{}, {1.5}},
                      .alpha = {1.0 / 3.0, 2.0 / 3.0},
                      .beta1 = {1.0, 0.0},
                      .beta2 = {-1.0, 1.0}};

TEST(Tableau, ProductsOfLowerTriangularMatrices) {
  EXPECT_EQ(times({{}, {2.0}, {3.0, 4.0}}, {1.0, 10.0, 100.0}), (std::vector<double>{0.0, 2.0, 43.0}));
  EXPECT_EQ(dot({1.0, 2.0}, {3.0, 4.0}), 11.0);
  EXPECT_EQ(squares({-3.0}), std::vector<double>{9.0});
  EXPECT_EQ(largest_of({1.0, -2.0}), 2.0);
}

TEST(Tableau, OfSra1MeetsItsConditionsAndKnownDefectsOfOthersDoNot) {
  EXPECT_LT(order_residual(sra1), 1e-15);
  SraTableau wrong = sra1;
  wrong.b0 = {{}, {0.5}};  // a defect seen in a well-known package: strong order 0.84
  EXPECT_GT(order_residual(wrong), 0.1);
  wrong = sra1;
  wrong.beta2 = {1.0, -1.0};  // and in another: the sign of beta2
  EXPECT_GT(order_residual(wrong), 1.0);
}

}  // namespace
}  // namespace dosde
