#pragma once

#include "engine/expression/expression.hpp"

namespace dosde {

/// May the formula be NaN or infinite although everything that it names is finite? Judged by its operations: a root or
/// a quotient may, a sine may not. Sums, products and positive powers count as safe; they overflow only far outside any
/// model.
bool is_fallible(const Expression& formula);

}  // namespace dosde
