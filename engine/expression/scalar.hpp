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

/// The sequential reference: the formula's value at a point, node by node, with the very functions that lanes use, so that it agrees with every program bit for bit.
/// Throws Error (internal) for a symbol without a value.
double evaluate_scalar(const Expression& expression, const Point& point);

/// The first subexpression (in evaluation order) whose value is not finite although all its operands are.
struct Fault {
  Expression expression;
  std::string cause;  ///< a sentence part: "log(x - 3) of the negative number -0.25"; empty where nothing faults
};
Fault find_fault(const Expression& expression, const Point& point);

}  // namespace dosde
