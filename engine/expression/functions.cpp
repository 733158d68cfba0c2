#include "engine/expression/functions.hpp"

namespace dosde {
namespace {

Expression make(Operation operation, const Expression& a) { return Expression::make(operation, {a}); }
Expression make(Operation operation, const Expression& a, const Expression& b) {
  return Expression::make(operation, {a, b});
}

}  // namespace

Expression fma(const Expression& a, const Expression& b, const Expression& c) {
  return Expression::make(Operation::fused_multiply_add, {a, b, c});
}
Expression pow(const Expression& x, const Expression& y) { return make(Operation::power, x, y); }
Expression exp(const Expression& x) { return make(Operation::exp, x); }
Expression log(const Expression& x) { return make(Operation::log, x); }
Expression log1p(const Expression& x) { return make(Operation::log1p, x); }
Expression expm1(const Expression& x) { return make(Operation::expm1, x); }
Expression sqrt(const Expression& x) { return make(Operation::sqrt, x); }
Expression cbrt(const Expression& x) { return make(Operation::cbrt, x); }
Expression sin(const Expression& x) { return make(Operation::sin, x); }
Expression cos(const Expression& x) { return make(Operation::cos, x); }
Expression tan(const Expression& x) { return make(Operation::tan, x); }
Expression asin(const Expression& x) { return make(Operation::asin, x); }
Expression acos(const Expression& x) { return make(Operation::acos, x); }
Expression atan(const Expression& x) { return make(Operation::atan, x); }
Expression atan2(const Expression& y, const Expression& x) { return make(Operation::atan2, y, x); }
Expression sinh(const Expression& x) { return make(Operation::sinh, x); }
Expression cosh(const Expression& x) { return make(Operation::cosh, x); }
Expression tanh(const Expression& x) { return make(Operation::tanh, x); }
Expression sigmoid(const Expression& x) { return make(Operation::sigmoid, x); }
Expression softplus(const Expression& x) { return make(Operation::softplus, x); }
Expression inverse_normal(const Expression& u) { return make(Operation::inverse_normal, u); }
Expression abs(const Expression& x) { return make(Operation::abs, x); }
Expression sign(const Expression& x) { return make(Operation::sign, x); }
Expression floor(const Expression& x) { return make(Operation::floor, x); }
Expression relu(const Expression& x) { return make(Operation::relu, x); }
Expression min(const Expression& a, const Expression& b) { return make(Operation::minimum, a, b); }
Expression max(const Expression& a, const Expression& b) { return make(Operation::maximum, a, b); }

Expression hill(const Expression& x, const Expression& k, const Expression& n) {
  const Expression activation = pow(x, n);
  return activation / (pow(k, n) + activation);
}

Expression equals(const Expression& a, const Expression& b) { return make(Operation::equal, a, b); }
Expression not_equals(const Expression& a, const Expression& b) { return make(Operation::not_equal, a, b); }
Expression logical_and(const Expression& a, const Expression& b) { return make(Operation::logical_and, a, b); }
Expression logical_or(const Expression& a, const Expression& b) { return make(Operation::logical_or, a, b); }
Expression logical_not(const Expression& a) { return make(Operation::logical_not, a); }
Expression where(const Expression& condition, const Expression& a, const Expression& b) {
  return Expression::make(Operation::where, {condition, a, b});
}

}  // namespace dosde
