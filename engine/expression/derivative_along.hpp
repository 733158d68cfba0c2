#pragma once

#include <string>

#include "engine/expression/expression.hpp"

namespace dosde {

/// direction * d formula / d symbol, with roots that the two have in common multiplied out: for direction = formula =
/// c*sqrt(x) it is c^2/2 and not c*sqrt(x) * c/(2 sqrt(x)), which is 0/0 at x = 0. So corrections of the form g dg/dx
/// are finite wherever their limit is. The same value elsewhere, up to rounding.
Expression derivative_along(const Expression& direction, const Expression& formula, const std::string& symbol);

}  // namespace dosde
