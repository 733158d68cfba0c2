#include "engine/causal/structure.hpp"

#include <gtest/gtest.h>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

const std::map<std::string, double> structure_numbers = {{"a", 0.0}, {"b", 2.0}};

std::string text_with_values(const std::string& formula) {
  return to_text(with_values(parse_expression(formula), structure_numbers));
}

TEST(Structure, PutsNumbersInAndSimplifiesAsIfAllWereFinite) {
  EXPECT_EQ(text_with_values("a*x + b*y"), to_text(parse_expression("2*y")));
  EXPECT_EQ(text_with_values("0*x"), "0");  // where x is infinite it is not
  EXPECT_EQ(to_text(bind_values(parse_expression("0*x + a"), structure_numbers)), to_text(parse_expression("0*x + 0")));
  EXPECT_EQ(text_with_values("c*x"), to_text(parse_expression("c*x")));
}

TEST(Structure, PutsNumbersIntoDriftsLoadingsAndClamps) {
  MechanismSet mechanisms(2);
  mechanisms[0].drift = parse_expression("b*x");
  mechanisms[0].noise = {{"W", parse_expression("a*x + b"), {}}};
  mechanisms[1].clamp = parse_expression("b + t");
  const MechanismSet filled = with_values(mechanisms, structure_numbers);
  EXPECT_TRUE(filled[0].drift.is_same(parse_expression("2*x")));
  EXPECT_TRUE(filled[0].noise[0].loading.is_same(Expression(2.0)));
  EXPECT_TRUE(filled[1].clamp->is_same(parse_expression("2 + t")));
}

TEST(Structure, DependsOnWhatMovesTheValue) {
  EXPECT_EQ(dependencies_of(parse_expression("x - x + y")), std::set<std::string>{"y"});
  EXPECT_EQ(dependencies_of(parse_expression("where(x > 0, 1, 2)")), std::set<std::string>{"x"});
}

TEST(Structure, LeavesOutLoadingsThatAreZero) {
  Mechanism row;
  row.noise = {{"V", parse_expression("a*x"), {}}, {"W", parse_expression("b*x"), {}}};
  const auto present = present_loadings(row, structure_numbers);
  ASSERT_EQ(present.size(), 1U);
  EXPECT_EQ(present[0].source, "W");
  EXPECT_EQ(present[0].depends_on, std::set<std::string>{"x"});
}

}  // namespace
}  // namespace dosde
