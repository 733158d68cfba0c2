#include "engine/causal/laws/laws.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

LawKind bernoulli_law() {
  LawKind kind;
  kind.name = "bernoulli";
  kind.argument_names = {"probability"};
  kind.description = "1 with the given probability (in [0, 1]), else 0: a randomised treatment.";
  // The quantile function: 1 on the upper end of u, so that draws do not decrease with the uniform, like those of every
  // other law.
  kind.quantile = [](const std::vector<Expression>& a, const Expression& u) {
    return where(u > 1.0 - a[0], Expression(1.0), Expression(0.0));
  };
  kind.mean = [](const std::vector<Expression>& a) { return a[0]; };
  kind.variance = [](const std::vector<Expression>& a) { return a[0] * (1.0 - a[0]); };
  kind.is_never_negative = [](const std::vector<Expression>&) { return true; };
  kind.complaint = [](const std::vector<Expression>& a) -> std::string {
    if (a[0].is_constant() && !(a[0].value() >= 0.0 && a[0].value() <= 1.0))
      return "the probability of a bernoulli law is not between 0 and 1";
    return "";
  };
  return kind;
}

}  // namespace dosde
