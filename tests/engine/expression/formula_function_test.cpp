#include "engine/expression/formula_function.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

TEST(FormulaFunction, HasTheFormulasValuesInTheirOrder) {
  FormulaFunction formulas({parse_expression("x*y + t"), parse_expression("y - x"), parse_expression("2")}, {"x", "y"},
                           {});
  const double state[] = {3.0, 5.0};
  const double* values = formulas(state, 0.5);
  EXPECT_EQ(values[0], 15.5);
  EXPECT_EQ(values[1], 2.0);
  EXPECT_EQ(values[2], 2.0);
  EXPECT_EQ(formulas(state, 1.5)[0], 16.5);
}

TEST(FormulaFunction, OfTheTimeAndTablesNeedsNoState) {
  const Table light{"light", {0.0, 1.0}, {2.0, 4.0}, Interpolation::linear};
  FormulaFunction made({Expression::make_lookup("light", Expression::symbol("t")) + 1.0}, {}, {light});
  FormulaFunction moved(std::move(made));
  EXPECT_EQ(*moved(nullptr, 0.5), 4.0);
}

}  // namespace
}  // namespace dosde
