#include "engine/causal/laws/laws.hpp"
#include "engine/expression/functions.hpp"

namespace dosde {

LawKind uniform_law() {
  LawKind kind;
  kind.name = "uniform";
  kind.argument_names = {"low", "high"};
  kind.description = "Uniform between low and high (low <= high).";
  kind.quantile = [](const std::vector<Expression>& a, const Expression& u) { return a[0] + (a[1] - a[0]) * u; };
  kind.mean = [](const std::vector<Expression>& a) { return 0.5 * (a[0] + a[1]); };
  kind.variance = [](const std::vector<Expression>& a) { return pow(a[1] - a[0], 2.0) / 12.0; };
  kind.is_never_negative = [](const std::vector<Expression>& a) { return a[0].is_constant() && a[0].value() >= 0.0; };
  kind.complaint = [](const std::vector<Expression>& a) -> std::string {
    const bool are_literal = a[0].is_constant() && a[1].is_constant();
    if (are_literal && !(a[0].value() <= a[1].value())) return "the low end of a uniform law lies above its high end";
    return "";
  };
  return kind;
}

}  // namespace dosde
