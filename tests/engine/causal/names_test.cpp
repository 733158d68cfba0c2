#include "engine/causal/names.hpp"

#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

TEST(Names, have_one_meaning_each) {
  Model model = feedback_pair();
  model.inputs = {Table{"dose", {0.0}, {1.0}, Interpolation::previous}};
  EXPECT_EQ(meaning_of(model, "t"), NameMeaning::time);
  EXPECT_EQ(meaning_of(model, "x"), NameMeaning::variable);
  EXPECT_EQ(meaning_of(model, "a"), NameMeaning::parameter);
  EXPECT_EQ(meaning_of(model, "dose"), NameMeaning::input);
  EXPECT_EQ(meaning_of(model, "weather"), NameMeaning::unknown);  // a source is not a value
}

TEST(Names, suggests_only_what_the_formula_may_name) {
  std::vector<Diagnostic> findings;
  check_names(feedback_pair(), formula("xx + ss"), NameRules{}, "the bound", "", {}, findings);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(format_diagnostic(findings[0]), "error: the bound names 'ss', which does not exist; did you mean 's'?");
  EXPECT_THAT(format_diagnostic(findings[1]), testing::Not(testing::HasSubstr("'x'?")));
}

TEST(Names, a_number_is_no_condition) {
  std::vector<Diagnostic> findings;
  check_condition(formula("v > 1 and w < 2"), "the condition", {}, findings);
  EXPECT_TRUE(findings.empty());
  check_condition(formula("v - 1"), "the condition", {}, findings);
  check_condition(formula("0.3"), "the condition", {}, findings);
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(format_diagnostic(findings[0]),
            "error: the condition is 'v - 1', which is a number, not a condition (it would be true wherever it is not "
            "0); write a comparison, such as v - 1 > 0");
  EXPECT_EQ(format_diagnostic(findings[1]),
            "error: the condition is '0.3', which is a number, not a condition (a condition is true or false); write a "
            "comparison, such as t >= 0.3");
}

TEST(Names, that_formulas_need_are_reserved) {
  for (const std::string name : {"t", "pi", "exp", "where", "hill", "pow", "and"})
    EXPECT_TRUE(is_reserved(name)) << name;
  for (const std::string name : {"x", "gamma", "time"}) EXPECT_FALSE(is_reserved(name)) << name;
}

TEST(Names, are_listed_in_quotes) {
  EXPECT_EQ(quoted_list({}), "");
  EXPECT_EQ(quoted_list({"a"}), "'a'");
  EXPECT_EQ(quoted_list({"a", "b", "c"}), "'a', 'b' and 'c'");
}

}  // namespace
}  // namespace dosde
