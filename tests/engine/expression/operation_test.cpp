#include "engine/expression/operation.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace dosde {
namespace {

TEST(Operation, facts_belong_to_their_operation) {
  std::set<std::string> names;
  for (int i = 0; i <= static_cast<int>(Operation::copy); ++i) {
    const auto operation = static_cast<Operation>(i);
    const OperationFacts& facts = facts_of(operation);
    EXPECT_EQ(facts.operation, operation);
    EXPECT_FALSE(facts.name.empty());
    EXPECT_EQ(facts.precedence > 0, facts.notation == Notation::infix || facts.notation == Notation::prefix);
    if (facts.is_commutative) {
      EXPECT_EQ(facts.arity, 2);
    }
    if (facts.notation == Notation::function) {
      EXPECT_TRUE(names.emplace(facts.name).second) << facts.name << " names two functions";
      EXPECT_EQ(find_function(facts.name), &facts);
    }
  }
}

TEST(Operation, infix_signs_are_no_functions) {
  for (const char* name : {"+", "-", "^", "and", "not", "<", "constant", "symbol", "copy", "", "lgo"}) {
    EXPECT_EQ(find_function(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace dosde
