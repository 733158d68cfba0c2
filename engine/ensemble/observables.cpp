#include "engine/ensemble/observables.hpp"

#include "engine/causal/resolve.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {

std::vector<Expression> observables_under(const Experiment& experiment,
                                          const std::map<std::string, Expression>& parameters) {
  std::vector<Expression> formulas;
  for (const auto& observable : experiment.output.observables)
    formulas.push_back(substitute(resolve_inputs(observable.value, experiment.model.inputs), parameters));
  return formulas;
}

}  // namespace dosde
