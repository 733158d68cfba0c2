#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/expression/expression.hpp"
#include "engine/expression/table.hpp"

namespace dosde {

/// The values at which a formula is evaluated.
struct Point {
  std::map<std::string, double> values;  ///< by symbol
  std::vector<Table> tables;
};

/// The sequential reference: the formula's value at a point, node by node, with the very functions that lanes use, so
/// that it agrees with every program bit for bit. Throws Error (internal) for a symbol without a value.
double evaluate_scalar(const Expression& expression, const Point& point);

/// Where a value that is not finite comes from: the first subexpression (in evaluation order) that is not finite
/// although its operands are, among those that the formula's value rests on (not the branch that a `where` did not
/// take).
struct Fault {
  Expression expression;
  std::string
      cause;  ///< a sentence part: "log(x - 3) of the negative number -0.25"; empty where the formula's value is finite
};
Fault find_fault(const Expression& expression, const Point& point);

}  // namespace dosde
