#include "engine/analysis/abduction/step_formulas.hpp"

#include <algorithm>

#include "engine/analysis/frozen_rows.hpp"
#include "engine/causal/structure.hpp"

namespace dosde {

StepFormulas list_step_formulas(const CompiledRun& run) {
  const Timeline& timeline = run.timelines.front();
  const auto parameters = uniform_parameters(run.model);
  StepFormulas formulas;
  for (const auto& mechanisms : timeline.mechanism_sets) {
    const FrozenRows frozen = freeze_rows(run, timeline, mechanisms, run.experiment.time.start);
    RowFormulas rows;
    rows.names = frozen.names;
    rows.drifts = frozen.drifts;
    for (std::size_t r = 0; r < frozen.names.size(); ++r) {
      rows.free.push_back(run.model.find_variable(frozen.names[r]).value);
      for (const auto& term : frozen.loadings[r]) {
        const auto source = std::find(run.sources.begin(), run.sources.end(), term.source) - run.sources.begin();
        rows.places.emplace_back(rows.free.back(), source);
        rows.loadings.push_back(term.loading);
      }
    }
    for (std::size_t i = 0; i < mechanisms.size(); ++i) {
      if (!mechanisms[i].clamp) continue;
      rows.clamps.variables.push_back(static_cast<Eigen::Index>(i));
      rows.clamps.values.push_back(bind_values(*mechanisms[i].clamp, parameters));
    }
    formulas.rows.push_back(std::move(rows));
  }
  for (const auto& impulse : timeline.impulses) {
    auto& assigned = formulas.impulses[impulse.tick];
    assigned.variables.push_back(impulse.variable.value);
    assigned.values.push_back(bind_values(impulse.new_value, parameters));
  }
  return formulas;
}

}  // namespace dosde
