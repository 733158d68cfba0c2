#pragma once

#include <optional>

#include "engine/expression/expression.hpp"

namespace dosde {

/// The value folded back into its bounds: below `lower` it becomes 2*lower - value, likewise above `upper`, and again
/// as often as that lies beyond the other bound. A value that is not finite becomes NaN: a divergence is not to be
/// hidden by a bound. Without bounds the value itself. For states, and for the support values of schemes, at which
/// formulas need not exist outside the bounds.
Expression reflect_into_bounds(const Expression& value, const std::optional<Expression>& lower,
                               const std::optional<Expression>& upper);

}  // namespace dosde
