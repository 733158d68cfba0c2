#pragma once

#include "engine/expression/expression.hpp"

namespace dosde {

/// A formula simplified as if every subexpression were finite.
struct FiniteForm {
  Expression expression;
  bool is_exact = true;  ///< false where a collected coefficient had to be rounded to a double
};

/// `assume_finite` with what a proof needs to know of it.
FiniteForm finite_form(const Expression& expression);

}  // namespace dosde
