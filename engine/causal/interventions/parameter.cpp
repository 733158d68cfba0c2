#include "engine/causal/interventions/interventions.hpp"

namespace dosde {

// The substitution itself is parameter_edits.cpp: it concerns every row at once.
InterventionKind parameter_kind() {
  InterventionKind kind;
  kind.name = "parameter";
  kind.description = "Gives a parameter another value in every row that names it, also through other parameters.";
  kind.arguments = {{"value", ArgumentType::formula, true,
                     "The new value: a formula of t, parameters, inputs and variables; the parameter's own name means "
                     "its value before."}};
  kind.acts = InterventionKind::Acts::on_parameter;
  kind.rewrite = nullptr;
  kind.complaint = [](const Intervention&, const Model&) -> std::string { return ""; };
  return kind;
}

}  // namespace dosde
