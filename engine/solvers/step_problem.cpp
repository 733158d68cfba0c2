#include "engine/solvers/step_problem.hpp"

#include "engine/expression/analysis.hpp"
#include "engine/expression/derivative_along.hpp"

namespace dosde {
namespace {

/// The loading of `source` in a row: the sum of its terms; 0 where the source does not enter.
Expression loading_of(const FreeRow& row, const std::string& source) {
  Expression loading;
  for (const auto& term : row.noise)
    if (term.source == source) loading = loading + term.loading;
  return loading;
}

}  // namespace

Expression stratonovich_correction(const FreeRow& row, const std::vector<FreeRow>& rows) {
  Expression sum;
  for (const auto& term : row.noise) {
    for (const auto& other : rows) {
      if (!depends_on(term.loading, other.name)) continue;
      sum = sum + derivative_along(loading_of(other, term.source), term.loading, other.name);
    }
  }
  return sum.is_constant(0.0) ? sum : 0.5 * sum;
}

StepProblem make_step_problem(const Model& model, const MechanismSet& mechanisms, Calculus calculus, double step) {
  StepProblem problem;
  problem.step = step;
  problem.numbers = uniform_parameters(model);
  for (const auto& table : model.inputs)
    if (table.interpolation == Interpolation::previous) problem.step_tables.insert(table.name);
  for (std::size_t i = 0; i < mechanisms.size(); ++i) {
    if (mechanisms[i].clamp) continue;
    problem.rows.push_back({VariableId{static_cast<std::int32_t>(i)}, model.variables[i].name, mechanisms[i].drift,
                            mechanisms[i].noise, mechanisms[i].lower, mechanisms[i].upper});
    std::erase_if(problem.rows.back().noise,
                  [&](const NoiseTerm& term) { return model.find_jump(term.source) != nullptr; });
  }
  if (calculus == Calculus::stratonovich) {
    const std::vector<FreeRow> ito_rows = problem.rows;
    for (auto& row : problem.rows) {
      const Expression correction = stratonovich_correction(row, ito_rows);
      if (!correction.is_constant(0.0)) row.drift = row.drift - correction;
    }
  }
  return problem;
}

}  // namespace dosde
