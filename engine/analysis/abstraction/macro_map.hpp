#pragma once

#include <string>
#include <vector>

#include "engine/analysis/abstraction/gaussian_distance.hpp"
#include "engine/analysis/abstraction/law_sample.hpp"
#include "engine/analysis/abstraction/macro_variable.hpp"
#include "engine/analysis/formula_field.hpp"
#include "engine/causal/model.hpp"

namespace dosde {

/// τ as a function of micro states, of their samples and their moments.
class MacroMap {
 public:
  /// Throws Error (usage) where a name stands twice or a formula names what the micro model has not, has drawn, or what
  /// is the time.
  MacroMap(std::vector<MacroVariable> variables, const Model& micro);

  [[nodiscard]] const std::vector<MacroVariable>& variables() const { return variables_; }
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool is_affine() const { return field_.first_bent() < 0; }

  [[nodiscard]] LawSample apply(const LawSample& micro);
  /// Exact where τ is affine; only asked then.
  [[nodiscard]] GaussianLaw apply(const GaussianLaw& micro);

 private:
  std::vector<MacroVariable> variables_;
  FormulaField field_;
};

}  // namespace dosde
