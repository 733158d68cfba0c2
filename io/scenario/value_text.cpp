#include "io/scenario/value_text.hpp"

#include "engine/expression/parse.hpp"
#include "io/scenario/toml_text.hpp"

namespace dosde {
namespace {

template <class Item, class ToText>
std::string join(const std::vector<Item>& items, const ToText& to_toml) {
  std::string text;
  for (const auto& item : items) {
    if (!text.empty()) text += ", ";
    text += to_toml(item);
  }
  return text;
}

template <class Item, class ToText>
std::string list(const std::vector<Item>& items, const ToText& to_toml) {
  std::string text = "[";
  text += join(items, to_toml);
  return text += ']';
}

}  // namespace

std::string formula_text(const Expression& formula) {
  return formula.is_constant() ? toml_number(formula.value()) : toml_string(to_text(formula));
}

std::string quantity_text(const Quantity& quantity) {
  if (const auto* formula = std::get_if<Expression>(&quantity)) return formula_text(*formula);
  const Law& law = std::get<Law>(quantity);
  return "{ " + toml_key(law.name) + " = " + list(law.arguments, formula_text) + " }";
}

std::string noise_text(const std::vector<NoiseTerm>& noise, const std::string& own_source) {
  if (noise.size() == 1 && noise.front().source == own_source) return formula_text(noise.front().loading);
  if (noise.empty()) return "{}";
  return "{ " +
         join(noise, [](const NoiseTerm& term) { return toml_key(term.source) + " = " + formula_text(term.loading); }) +
         " }";
}

std::string numbers_text(const std::vector<double>& numbers) { return list(numbers, toml_number); }

std::string texts_text(const std::vector<std::string>& texts) { return list(texts, toml_string); }

}  // namespace dosde
