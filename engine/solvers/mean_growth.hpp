#pragma once

#include "engine/expression/expression.hpp"

namespace dosde {

/// (e^z - 1)/z, the mean of an exponential growth over a time, where z is a multiple of `rate`; 1 where that is 0.
Expression mean_growth(const Expression& rate, const Expression& z);

}  // namespace dosde
