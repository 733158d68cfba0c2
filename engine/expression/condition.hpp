#pragma once

#include "engine/expression/expression.hpp"

namespace dosde {

/// Is the formula itself a comparison, `and`, `or`, `not`, 0 or 1, so that its value is 1, 0 or NaN?
bool is_truth_value(const Expression& formula);

/// Is the formula's value always true (1), false (0) or NaN, by its structure: a comparison, `and`, `or` and `not` of
/// whatever they accept, the numbers 0 and 1, and products, least and greatest values and choices (`where`) of such?
/// Any other formula is a number, and where it were true would be a convention: `v - 1` wherever it is not 0?
bool is_condition(const Expression& formula);

}  // namespace dosde
