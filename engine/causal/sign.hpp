#pragma once

#include <functional>
#include <string>

#include "engine/expression/expression.hpp"

namespace dosde {

/// Where a formula's values lie, everything being finite.
enum class Sign { negative, not_positive, zero, not_negative, positive, unknown };

/// What is known of a symbol's sign.
using SymbolSigns = std::function<Sign(const std::string&)>;

/// The sign that follows from the signs of symbols by the rules of arithmetic: products and sums of signed things,
/// squares, exp, ... Modest: x*x - 2*x + 1 is unknown.
Sign sign_of(const Expression& formula, const SymbolSigns& signs);

}  // namespace dosde
