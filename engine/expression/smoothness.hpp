#pragma once

#include <string>
#include <vector>

#include "engine/expression/expression.hpp"

namespace dosde {

/// Has the formula neither jump nor kink where these symbols move? (Comparisons and conditions, sign, floor, abs, min,
/// max, relu of them, a table at a time that names them.) Only then do derivatives tell what a formula is: that of
/// sign(x) is 0, and sign(x) is no constant.
bool is_smooth_in(const Expression& formula, const std::vector<std::string>& symbols);

/// May the formula's value jump where these symbols move? (Not at a kink such as that of abs or max, nor where the two
/// branches of a condition on one symbol, such as where(x > 0, sqrt(x), 0), are proven to meet. What is not decided may
/// jump.) There a derivative lacks more than the value at a point.
bool may_jump_in(const Expression& formula, const std::vector<std::string>& symbols);

}  // namespace dosde
