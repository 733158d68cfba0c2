#include "engine/expression/expression.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <thread>

#include "engine/core/error.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/expression_node.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/parse.hpp"
#include "tests/engine/expression/random_formula.hpp"

namespace dosde {
namespace {

const Expression x = Expression::symbol("x");
const Expression y = Expression::symbol("y");

TEST(Expression, is_one_node_a_structure) {
  EXPECT_TRUE((x * y + sin(x)).is_same(sin(x) + y * x));
  EXPECT_EQ((2.0 * x).node(), (x * 2.0).node());
  EXPECT_FALSE((x - y).is_same(y - x));
  EXPECT_FALSE(pow(x, 2.0).is_same(pow(x, 3.0)));
  EXPECT_FALSE(Expression::make_lookup("a", x).is_same(Expression::make_lookup("b", x)));
}

TEST(Expression, tells_its_parts) {
  EXPECT_TRUE(Expression().is_constant(0.0));
  EXPECT_EQ(x.name(), "x");
  EXPECT_TRUE(x.is_symbol());
  EXPECT_EQ(pow(x, -3.0).exponent(), -3);
  const Expression difference = x - y;
  ASSERT_EQ(difference.operand_count(), 2U);
  EXPECT_TRUE(difference.operand(1).is_same(y));
  EXPECT_EQ(difference.operation(), Operation::subtract);
}

TEST(Expression, refuses_names_that_no_text_could_hold) {
  for (const char* name : {"", "1x", "a b", "and", "or", "not", "pi", ":x", "x-y", "\u03b8"}) {
    EXPECT_THROW(Expression::symbol(name), Error) << name;
  }
  EXPECT_THROW(Expression::make_lookup("no table", x), Error);
  EXPECT_EQ(Expression::symbol("u:clamp:x:0").name(), "u:clamp:x:0");
}

TEST(Expression, nodes_leave_the_pool_with_their_last_owner) {
  const std::size_t before = ExpressionPool::size();
  {
    const Expression e = exp(x) * Expression::symbol("only_here");
    EXPECT_GT(ExpressionPool::size(), before);
  }
  EXPECT_EQ(ExpressionPool::size(), before);
}

TEST(Expression, hashes_are_the_same_on_every_machine) {
  EXPECT_EQ(x.structural_hash(), 2509750197902534159ULL);
  EXPECT_EQ((x * y + sin(x)).structural_hash(), 13077204068918862553ULL);
}

TEST(Expression, order_is_total) {
  EXPECT_TRUE(holds("structurally_before orders any three formulas", [] {
    const Expression a = simplified(*any_formula(3));
    const Expression b = simplified(*any_formula(3));
    const Expression c = simplified(*any_formula(3));
    RC_ASSERT(!structurally_before(a, a));
    RC_ASSERT((a.is_same(b) ? !structurally_before(a, b) : structurally_before(a, b) != structurally_before(b, a)));
    RC_ASSERT(!(structurally_before(a, b) && structurally_before(b, c)) || structurally_before(a, c));
  }));
}

TEST(Expression, order_does_not_depend_on_the_order_of_construction) {
  const std::vector<std::string> texts{"a*b + c*d", "sin(q) + cos(q)", "p + 2",      "max(u, v)*w",
                                       "x^2*y^2",   "k*l*m*n",         "h == g + 1", "e and f or i"};
  std::mt19937 generator(7);
  std::vector<std::string> order = texts;
  std::set<std::vector<std::string>> outcomes;
  for (int round = 0; round < 20; ++round) {
    std::shuffle(order.begin(), order.end(), generator);
    std::vector<Expression> kept;  // keeps the nodes alive, so that addresses differ from round to round
    for (const auto& text : order) kept.push_back(parse_expression(text));
    std::vector<std::string> outcome;
    for (const auto& text : texts) outcome.push_back(to_text(parse_expression(text)));
    outcomes.insert(outcome);
  }
  EXPECT_EQ(outcomes.size(), 1U);
  EXPECT_TRUE(structurally_before(2.0, x));
  EXPECT_TRUE(structurally_before(x, y));
  EXPECT_TRUE(structurally_before(y, sin(x)));
}

TEST(Expression, deep_sums_do_not_overflow_the_stack) {
  Expression sum = x;
  for (int i = 0; i < 100'000; ++i) sum = sum + Expression::symbol("a" + std::to_string(i));
  EXPECT_EQ(symbols_of(sum).size(), 100'001U);
  EXPECT_TRUE(differentiate(sum, "a5").is_constant(1.0));
  EXPECT_EQ(to_text(sum).substr(0, 11), "a0 + x + a1");
  EXPECT_TRUE(substitute(sum, {{"x", y}}).is_same(substitute(sum, {{"x", y}})));
  EXPECT_EQ(is_zero(sum - sum), Proof::proven);
}

TEST(Expression, deep_compositions_and_twins_are_quick) {
  Expression left = x;
  Expression right = y;
  Expression sum = 0.0;
  for (int i = 0; i < 20'000; ++i) {  // the twins differ at the very bottom, where comparing them is costly
    left = sin(left);
    right = sin(right);
    sum = sum + left * right;
  }
  EXPECT_EQ(symbols_of(sum), (std::set<std::string>{"x", "y"}));
  Point point{{{"x", 0.5}, {"y", 0.25}}, {}};
  EXPECT_TRUE(std::isfinite(evaluate_scalar(sum, point)));
}

TEST(Expression, shared_graphs_take_linear_time) {
  Expression shared = x;
  for (int i = 0; i < 60; ++i) shared = sin(shared) * cos(shared) + shared;  // 3^60 paths
  EXPECT_EQ(symbols_of(shared), std::set<std::string>{"x"});
  const Expression slope = differentiate(shared, "x");
  EXPECT_TRUE(depends_on(slope, "x"));
  EXPECT_FALSE(depends_on(substitute(shared, {{"x", y}}), "x"));
  EXPECT_TRUE(std::isfinite(evaluate_scalar(slope, Point{{{"x", 0.5}}, {}})));
  EXPECT_NE(is_zero(shared), Proof::proven);
  EXPECT_EQ(is_zero(shared - shared), Proof::proven);
  EXPECT_TRUE(depends_on(assume_finite(shared), "x"));
}

TEST(Expression, is_safe_to_build_from_several_threads) {
  const std::size_t before = ExpressionPool::size();
  std::vector<std::uint64_t> hashes(4);
  std::vector<std::thread> threads;
  for (std::size_t k = 0; k < hashes.size(); ++k) {
    threads.emplace_back([&hashes, k] {
      for (int round = 0; round < 3000; ++round) {
        // The same nodes are born and die in all threads at once.
        Expression e = Expression::symbol("p");
        for (int i = 0; i < 20; ++i) e = sin(e) + static_cast<double>(i) * e;
        hashes[k] += e.is_same(sin(e.operand(1)) + e.operand(0)) ? e.structural_hash() : 1;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto hash : hashes) EXPECT_EQ(hash, hashes[0]);
  EXPECT_EQ(ExpressionPool::size(), before);
}

}  // namespace
}  // namespace dosde
