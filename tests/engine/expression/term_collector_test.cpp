#include "engine/expression/term_collector.hpp"

#include <gtest/gtest.h>

#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

constexpr long plenty = 1000;

TEST(TermCollector, adds_up_like_terms) {
  long effort = plenty;
  const CollectedSum sum = collect_sum(parse_expression("x + 2*(x - y) - 3 + x/4 - (1 - y)"), effort);
  EXPECT_EQ(sum.constant, -4);
  ASSERT_EQ(sum.terms.size(), 2U);
  for (const auto& [part, weight] : sum.terms) EXPECT_EQ(weight, part.name() == "x" ? ExactNumber(13, 4) : -1);
  EXPECT_LT(effort, plenty);
}

TEST(TermCollector, multiplies_up_like_factors) {
  long effort = plenty;
  const CollectedProduct product = collect_product(parse_expression("-3*x*y/(x^3*4)*sin(x)/y"), effort);
  EXPECT_EQ(product.coefficient, ExactNumber(-3, 4));
  ASSERT_EQ(product.factors.size(), 2U);
  for (const auto& [part, weight] : product.factors) EXPECT_EQ(weight, part.is_symbol() ? -2 : 1);
}

TEST(TermCollector, meets_shared_parts_once) {
  Expression shared = parse_expression("x + sin(x)");
  for (int i = 0; i < 40; ++i) shared = (shared + 1.0) + (shared - Expression::symbol("y"));  // 2^40 paths
  long effort = plenty;
  const CollectedSum sum = collect_sum(shared, effort);
  EXPECT_GT(effort, 0);
  EXPECT_EQ(sum.constant, ExactNumber((1LL << 40) - 1));
  for (const auto& [part, weight] : sum.terms) {
    const bool is_y = part.is_symbol() && part.name() == "y";
    EXPECT_EQ(weight, is_y ? -ExactNumber((1LL << 40) - 1) : ExactNumber(1LL << 40)) << to_text(part);
  }
}

TEST(TermCollector, keeps_closed_what_it_has_no_effort_for) {
  long effort = 0;
  const CollectedSum sum = collect_sum(parse_expression("x + (y + (z + sin(x)))"), effort);
  EXPECT_EQ(sum.terms.size(), 2U);
}

}  // namespace
}  // namespace dosde
