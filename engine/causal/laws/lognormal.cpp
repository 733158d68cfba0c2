#include "engine/causal/laws/laws.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

LawKind lognormal_law() {
  LawKind kind;
  kind.name = "lognormal";
  kind.argument_names = {"mu", "sigma"};
  kind.description = "exp of a Gaussian with mean mu and standard deviation sigma (sigma >= 0).";
  kind.quantile = [](const std::vector<Expression>& a, const Expression& u) {
    return exp(a[0] + a[1] * inverse_normal(u));
  };
  kind.mean = [](const std::vector<Expression>& a) { return exp(a[0] + 0.5 * pow(a[1], 2.0)); };
  kind.variance = [](const std::vector<Expression>& a) {
    const Expression square = pow(a[1], 2.0);
    return expm1(square) * exp(2.0 * a[0] + square);
  };
  kind.is_never_negative = [](const std::vector<Expression>&) { return true; };
  kind.complaint = [](const std::vector<Expression>& a) -> std::string {
    if (a[1].is_constant() && !(a[1].value() >= 0.0)) return "the sigma of a lognormal law is negative";
    return "";
  };
  return kind;
}

}  // namespace dosde
