#include "engine/causal/resolve.hpp"

#include <gtest/gtest.h>

#include "engine/expression/analysis.hpp"
#include "engine/expression/functions.hpp"
#include "engine/expression/scalar.hpp"
#include "tests/engine/causal/causal_helpers.hpp"

namespace dosde {
namespace {

// u(t) is 1 before 2 and 5 from then on.
std::vector<Table> inputs() { return {{"u", {0.0, 2.0}, {1.0, 5.0}, Interpolation::previous}}; }

TEST(ResolveInputs, an_inputs_name_becomes_its_table_at_the_time) {
  const Expression resolved = resolve_inputs(Expression::symbol("u") * Expression::symbol("x"), inputs());
  EXPECT_EQ(tables_of(resolved), std::set<std::string>{"u"});
  EXPECT_EQ(symbols_of(resolved), (std::set<std::string>{"t", "x"}));
  EXPECT_EQ(evaluate_scalar(resolved, {{{"t", 1.5}, {"x", 3.0}}, inputs()}), 3.0);
  EXPECT_EQ(evaluate_scalar(resolved, {{{"t", 2.0}, {"x", 3.0}}, inputs()}), 15.0);
}

TEST(ResolveInputs, a_formula_without_inputs_is_the_same_node) {
  const Expression plain = exp(Expression::symbol("x"));
  EXPECT_TRUE(resolve_inputs(plain, inputs()).is_same(plain));
}

}  // namespace
}  // namespace dosde
