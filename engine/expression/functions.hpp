#pragma once

#include "engine/expression/expression.hpp"

namespace dosde {

// The functions of the text form, on formulas: `exp(-theta*x)`, `where(x > 0, a, b)`.

Expression fma(const Expression& a, const Expression& b, const Expression& c);
/// x^y; a literal integer exponent of magnitude 2 to 16 becomes an integer power, 1 and 0 vanish.
Expression pow(const Expression& x, const Expression& y);
Expression exp(const Expression& x);
Expression log(const Expression& x);
Expression log1p(const Expression& x);
Expression expm1(const Expression& x);
Expression sqrt(const Expression& x);
Expression cbrt(const Expression& x);
Expression sin(const Expression& x);
Expression cos(const Expression& x);
Expression tan(const Expression& x);
Expression asin(const Expression& x);
Expression acos(const Expression& x);
Expression atan(const Expression& x);
Expression atan2(const Expression& y, const Expression& x);
Expression sinh(const Expression& x);
Expression cosh(const Expression& x);
Expression tanh(const Expression& x);
Expression sigmoid(const Expression& x);
Expression softplus(const Expression& x);
Expression inverse_normal(const Expression& u);
Expression abs(const Expression& x);
Expression sign(const Expression& x);
Expression floor(const Expression& x);
Expression relu(const Expression& x);
Expression min(const Expression& a, const Expression& b);
Expression max(const Expression& a, const Expression& b);
/// Hill activation x^n / (k^n + x^n): written out, not an operation of its own.
Expression hill(const Expression& x, const Expression& k, const Expression& n);
Expression equals(const Expression& a, const Expression& b);
Expression not_equals(const Expression& a, const Expression& b);
Expression logical_and(const Expression& a, const Expression& b);
Expression logical_or(const Expression& a, const Expression& b);
Expression logical_not(const Expression& a);
Expression where(const Expression& condition, const Expression& a, const Expression& b);

}  // namespace dosde
