#include "engine/causal/structure.hpp"

#include "engine/expression/analysis.hpp"

namespace dosde {

Expression with_values(const Expression& formula, const std::map<std::string, double>& parameters) {
  std::map<std::string, Expression> values;
  for (const auto& symbol : symbols_of(formula))
    if (const auto found = parameters.find(symbol); found != parameters.end()) values.emplace(symbol, found->second);
  return assume_finite(values.empty() ? formula : substitute(formula, values));
}

std::set<std::string> dependencies_of(const Expression& formula) {
  std::set<std::string> names;
  for (const auto& symbol : symbols_of(formula)) {
    const Expression elsewhere = substitute(formula, {{symbol, Expression::symbol("other:" + symbol)}});
    if (is_zero(formula - elsewhere) != Proof::proven) names.insert(symbol);
  }
  return names;
}

std::vector<PresentLoading> present_loadings(const Mechanism& row, const std::map<std::string, double>& parameters) {
  std::vector<PresentLoading> present;
  if (row.clamp) return present;
  for (const auto& term : row.noise) {
    const Expression loading = with_values(term.loading, parameters);
    if (is_zero(loading) != Proof::proven) present.push_back({term.source, loading, dependencies_of(loading)});
  }
  return present;
}

}  // namespace dosde
