#include "engine/causal/rewrite.hpp"

#include "engine/core/error.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

template <class Type>
const Type* find_argument(const Intervention& intervention, const std::string& key) {
  const auto found = intervention.arguments.find(key);
  return found == intervention.arguments.end() ? nullptr : std::get_if<Type>(&found->second);
}

}  // namespace

const Expression* find_formula(const Intervention& intervention, const std::string& key) {
  const auto* quantity = find_argument<Quantity>(intervention, key);
  return quantity == nullptr ? nullptr : std::get_if<Expression>(quantity);
}

const Expression& formula_argument(const Intervention& intervention, const std::string& key) {
  const Expression* formula = find_formula(intervention, key);
  if (formula == nullptr)
    throw Error(ErrorKind::internal, "the intervention '" + intervention.kind + "' has no formula '" + key + "'");
  return *formula;
}

const Law* find_law_argument(const Intervention& intervention, const std::string& key) {
  const auto* quantity = find_argument<Quantity>(intervention, key);
  return quantity == nullptr ? nullptr : std::get_if<Law>(quantity);
}

const std::string* find_text(const Intervention& intervention, const std::string& key) {
  return find_argument<std::string>(intervention, key);
}

const std::vector<double>* find_times(const Intervention& intervention, const std::string& key) {
  return find_argument<std::vector<double>>(intervention, key);
}

const std::vector<NoiseTerm>* find_noise_row(const Intervention& intervention, const std::string& key) {
  return find_argument<std::vector<NoiseTerm>>(intervention, key);
}

Expression replace_symbol(const Expression& formula, const std::string& symbol, const Expression& value) {
  return depends_on(formula, symbol) ? substitute(formula, {{symbol, value}}) : formula;
}

}  // namespace dosde
