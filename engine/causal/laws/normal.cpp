#include "engine/causal/laws/laws.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

LawKind normal_law() {
  LawKind kind;
  kind.name = "normal";
  kind.argument_names = {"mean", "std"};
  kind.description = "Gaussian with the given mean and standard deviation (std >= 0).";
  kind.quantile = [](const std::vector<Expression>& a, const Expression& u) { return a[0] + a[1] * inverse_normal(u); };
  kind.mean = [](const std::vector<Expression>& a) { return a[0]; };
  kind.variance = [](const std::vector<Expression>& a) { return pow(a[1], 2.0); };
  kind.is_never_negative = [](const std::vector<Expression>&) { return false; };
  kind.complaint = [](const std::vector<Expression>& a) -> std::string {
    if (a[1].is_constant() && !(a[1].value() >= 0.0)) return "the standard deviation of a normal law is negative";
    return "";
  };
  return kind;
}

}  // namespace dosde
