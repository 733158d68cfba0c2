#include <algorithm>

#include "engine/causal/laws/laws.hpp"
#include "engine/core/error.hpp"

namespace dosde {

const std::vector<LawKind>& law_registry() {
  static const std::vector<LawKind> registry = {
      normal_law(), uniform_law(), lognormal_law(), exponential_law(), bernoulli_law(),
  };
  return registry;
}

const LawKind* find_law(const std::string& name) {
  const auto& registry = law_registry();
  const auto found = std::find_if(registry.begin(), registry.end(), [&](const LawKind& k) { return k.name == name; });
  return found == registry.end() ? nullptr : &*found;
}

Expression draw_from(const Law& law, const Expression& u) {
  const LawKind* kind = find_law(law.name);
  if (kind == nullptr || law.arguments.size() != kind->argument_names.size())
    throw Error(ErrorKind::internal, "draw_from: '" + law.name + "' is not a valid law", "validation comes first");
  return kind->quantile(law.arguments, u);
}

}  // namespace dosde
