#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/expression/expression.hpp"

namespace dosde {

/// ∂²f/∂x_a∂x_b of a formula f, a <= b: places in a list of variables.
struct SecondDerivative {
  std::ptrdiff_t a;
  std::ptrdiff_t b;
  Expression value;
};

/// Those of a smooth formula that are not proven to be zero, a by a and b by b.
std::vector<SecondDerivative> second_derivatives(const Expression& formula, const std::vector<std::string>& variables);

}  // namespace dosde
