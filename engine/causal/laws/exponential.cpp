#include "engine/causal/laws/laws.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

LawKind exponential_law() {
  LawKind kind;
  kind.name = "exponential";
  kind.argument_names = {"rate"};
  kind.description = "Exponential waiting time with the given rate (rate > 0), mean 1/rate.";
  kind.quantile = [](const std::vector<Expression>& a, const Expression& u) { return -log1p(-u) / a[0]; };
  kind.mean = [](const std::vector<Expression>& a) { return Expression(1.0) / a[0]; };
  kind.variance = [](const std::vector<Expression>& a) { return Expression(1.0) / pow(a[0], 2.0); };
  kind.is_never_negative = [](const std::vector<Expression>&) { return true; };
  kind.complaint = [](const std::vector<Expression>& a) -> std::string {
    if (a[0].is_constant() && !(a[0].value() > 0.0)) return "the rate of an exponential law is not positive";
    return "";
  };
  return kind;
}

}  // namespace dosde
