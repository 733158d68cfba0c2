#include "engine/causal/model.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/derivative_along.hpp"

namespace dosde {
namespace {

/// ½ Σ_k Σ_j σ_jk ∂σ_ik/∂x_j of row i: what the Itô drift exceeds the Stratonovich drift by (Kloeden & Platen 1992,
/// eq. 4.9.11). Rows j that do not meet source k contribute nothing; neither do parameters, time and inputs.
Expression ito_correction(const Model& model, const Variable& row) {
  Expression sum;
  for (const auto& term : row.noise) {
    if (model.find_jump(term.source) != nullptr) continue;  // loadings of jumps are read before them, in both
    for (const auto& other : model.variables) {
      if (!depends_on(term.loading, other.name)) continue;
      for (const auto& other_term : other.noise)
        if (other_term.source == term.source)
          sum = sum + derivative_along(other_term.loading, term.loading, other.name);
    }
  }
  return sum.is_constant(0.0) ? sum : 0.5 * sum;
}

}  // namespace

Model to_ito(const Model& model) {
  Model ito = model;
  if (model.calculus == Calculus::ito) return ito;
  ito.calculus = Calculus::ito;
  for (std::size_t i = 0; i < model.variables.size(); ++i)
    ito.variables[i].drift = model.variables[i].drift + ito_correction(model, model.variables[i]);
  return ito;
}

}  // namespace dosde
