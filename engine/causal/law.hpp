#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/expression/expression.hpp"

namespace dosde {

/// A probability law with formula arguments, e.g. normal(mean, std). One draw is one keyed uniform through the quantile
/// function, so that laws changed by an intervention stay comonotone with what they replace.
struct Law {
  std::string name;                   ///< a registered law: "normal", "uniform", "lognormal", …
  std::vector<Expression> arguments;  ///< formulas of parameters (and, for a clamp, of `t`)
};

/// What a registered law is: adding a law is one file in engine/causal/laws and one line of its registry.
struct LawKind {
  std::string name;
  std::vector<std::string> argument_names;  ///< e.g. {"mean", "std"}
  std::string description;                  ///< one sentence, for the schema and the manual
  /// The draw as a formula of the uniform u in (0, 1).
  Expression (*quantile)(const std::vector<Expression>& arguments, const Expression& u);
  /// Mean and variance as formulas (for tests and `plan`).
  Expression (*mean)(const std::vector<Expression>& arguments);
  Expression (*variance)(const std::vector<Expression>& arguments);
  /// Are all draws >= 0, whatever the parameters in the arguments? (For signs of edges; false where not sure.)
  bool (*is_never_negative)(const std::vector<Expression>& arguments);
  /// A sentence on what is wrong with literal arguments (e.g. a negative std), or "".
  std::string (*complaint)(const std::vector<Expression>& arguments);
};

const std::vector<LawKind>& law_registry();
const LawKind* find_law(const std::string& name);  ///< nullptr where there is none

/// One draw from a (valid) law as a formula of the uniform u in (0, 1): its quantile function at the law's arguments.
Expression draw_from(const Law& law, const Expression& u);

/// A value that is either a formula or a draw from a law.
using Quantity = std::variant<Expression, Law>;

}  // namespace dosde
