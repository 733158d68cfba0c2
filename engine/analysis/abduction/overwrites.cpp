#include "engine/analysis/abduction/overwrites.hpp"

#include "engine/analysis/formula_field.hpp"
#include "engine/causal/structure.hpp"
#include "engine/expression/analysis.hpp"

namespace dosde {
namespace {

/// x + a: a, where no variable enters it.
std::optional<Expression> find_added(const Expression& value, const std::string& variable, const Model& model) {
  const Expression added = assume_finite(value - Expression::symbol(variable));
  if (!is_free_of(added, model.variable_names())) return std::nullopt;
  return bind_values(added, uniform_parameters(model));
}

}  // namespace

std::vector<Eigen::Index> named_variables(const Expression& formula, const Model& model) {
  std::vector<Eigen::Index> named;
  for (std::size_t i = 0; i < model.variables.size(); ++i)
    if (depends_on(formula, model.variables[i].name)) named.push_back(static_cast<Eigen::Index>(i));
  return named;
}

std::vector<Overwrite> find_overwrites(const CompiledRun& run) {
  const Timeline& timeline = run.timelines.front();
  std::vector<Overwrite> found;
  for (std::size_t r = 1; r < timeline.regimes.size(); ++r) {
    const auto& before = timeline.mechanism_sets[timeline.regimes[r - 1].mechanisms];
    const auto& after = timeline.mechanism_sets[timeline.regimes[r].mechanisms];
    for (std::size_t i = 0; i < after.size(); ++i)
      if (after[i].clamp && !before[i].clamp)
        found.push_back({timeline.regimes[r].first_tick, static_cast<Eigen::Index>(i), std::nullopt, {}});
  }
  for (const auto& impulse : timeline.impulses) {
    auto added = find_added(impulse.new_value, run.model.variables[impulse.variable.index()].name, run.model);
    for (auto& other : found)
      if (other.tick == impulse.tick && other.variable == impulse.variable.value) other.added = added = std::nullopt;
    found.push_back({impulse.tick, impulse.variable.value, added, named_variables(impulse.new_value, run.model)});
  }
  return found;
}

double evaluate_added(const Overwrite& overwrite, const CompiledRun& run) {
  return FormulaSet({*overwrite.added}, {}, run.model.inputs)
      .evaluate(Eigen::VectorXd(), run.experiment.time.time(overwrite.tick))[0];
}

}  // namespace dosde
