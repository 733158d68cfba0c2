#include "engine/expression/token.hpp"

#include <gtest/gtest.h>

#include "engine/core/error.hpp"

namespace dosde {
namespace {

TEST(Token, cuts_a_formula_into_pieces) {
  const auto tokens = read_tokens("2.5e-3*(x_1<=y)&&not z", NameRule::user);
  std::string texts;
  for (const auto& token : tokens) texts += std::string(token.text) + "|";
  EXPECT_EQ(texts, "2.5e-3|*|(|x_1|<=|y|)|&&|not|z||");
  EXPECT_EQ(tokens[0].kind, TokenKind::number);
  EXPECT_EQ(tokens[0].value, 0.0025);
  EXPECT_EQ(tokens[3].kind, TokenKind::name);
  EXPECT_EQ(tokens[3].begin, 8U);
  EXPECT_EQ(tokens[7].meaning, "and");
  EXPECT_EQ(tokens[8].kind, TokenKind::sign);
  EXPECT_EQ(tokens.back().kind, TokenKind::end);
}

TEST(Token, takes_the_longest_sign) {
  EXPECT_EQ(read_tokens("a<=b", NameRule::user)[1].text, "<=");
  EXPECT_EQ(read_tokens("a<-b", NameRule::user)[1].text, "<");
  EXPECT_EQ(read_tokens("a!=b", NameRule::user)[1].text, "!=");
  EXPECT_THROW(read_tokens("a**b", NameRule::user), Error);
}

TEST(Token, holds_colons_in_internal_texts_only) {
  EXPECT_EQ(read_tokens("u:clamp:x:0+1", NameRule::internal)[0].text, "u:clamp:x:0");
  EXPECT_THROW(read_tokens("u:clamp", NameRule::user), Error);
}

TEST(Token, refuse_shows_the_line) {
  try {
    refuse("a\tb\n\u03b8 c", 7, 1, "problem", "why", "suggestion");
    FAIL();
  } catch (const Error& error) {
    const Diagnostic& diagnostic = error.diagnostics().front();
    EXPECT_EQ(diagnostic.location.line, 2);
    EXPECT_EQ(diagnostic.excerpt, "\u03b8 c");
    EXPECT_EQ(diagnostic.suggestion, "suggestion");
  }
}

}  // namespace
}  // namespace dosde
