#include "engine/solvers/domain.hpp"

#include <algorithm>

#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"
#include "engine/expression/traverse.hpp"

namespace dosde {
namespace {

bool is_partial(Operation operation) {
  switch (operation) {
    case Operation::sqrt:
    case Operation::log:
    case Operation::log1p:
    case Operation::asin:
    case Operation::acos:
    case Operation::power:
      return true;
    default:
      return false;
  }
}

/// The first partial function of any variable in a formula, as text.
std::string find_in(const Expression& formula, const Model& model) {
  std::string found;
  visit_operands_first(formula, [&](const Expression& node) {
    if (!found.empty() || !is_partial(node.operation())) return;
    const bool is_of_state = std::any_of(model.variables.begin(), model.variables.end(), [&](const Variable& variable) {
      return depends_on(node.operand(0), variable.name);
    });
    if (is_of_state) found = to_text(node);
  });
  return found;
}

}  // namespace

std::string find_partial_function(const Model& model, const MechanismSet& mechanisms) {
  for (std::size_t row = 0; row < mechanisms.size(); ++row) {
    if (mechanisms[row].clamp) continue;
    std::string found = find_in(mechanisms[row].drift, model);
    for (const auto& term : mechanisms[row].noise)
      if (found.empty()) found = find_in(term.loading, model);
    if (!found.empty()) return "'" + model.variables[row].name + "' has " + found;
  }
  return {};
}

}  // namespace dosde
