#include "engine/analysis/abstraction/macro_map.hpp"

#include <algorithm>
#include <set>

#include "engine/causal/structure.hpp"
#include "engine/core/error.hpp"
#include "engine/expression/analysis.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

[[noreturn]] void refuse(const MacroVariable& row, const std::string& symbol, const std::string& why,
                         const std::string& suggestion) {
  throw Error(ErrorKind::usage,
              "the formula of the macro variable '" + row.name + "' names '" + symbol + "': " + to_text(row.formula),
              why, suggestion);
}

void require_known_names(const MacroVariable& row, const Model& micro, const std::map<std::string, double>& numbers) {
  std::vector<std::string> known = micro.variable_names();
  for (const auto& [name, value] : numbers) known.push_back(name);
  for (const std::string& symbol : symbols_of(row.formula)) {
    if (std::find(known.begin(), known.end(), symbol) != known.end()) continue;
    if (symbol == "t") refuse(row, symbol, "a macro variable is a function of states, not of the time", "Leave t out.");
    if (micro.find_parameter(symbol).is_valid())
      refuse(row, symbol, "that parameter is drawn once a trajectory, and the map is one for all", "Write a number.");
    refuse(row, symbol, "the micro model has neither a variable nor a parameter of that name",
           suggest_nearest(symbol, known, "Its variables are those that `dosde validate` lists."));
  }
}

std::vector<Expression> formulas_of(const std::vector<MacroVariable>& variables, const Model& micro) {
  const std::map<std::string, double> numbers = uniform_parameters(micro);
  std::set<std::string> names;
  std::vector<Expression> formulas;
  for (const MacroVariable& row : variables) {
    if (!names.insert(row.name).second)
      throw Error(ErrorKind::usage, "the macro variable '" + row.name + "' has two formulas",
                  "the map gives each one value", "Leave one of them out.");
    require_known_names(row, micro, numbers);
    formulas.push_back(with_values(row.formula, numbers));
  }
  return formulas;
}

}  // namespace

MacroMap::MacroMap(std::vector<MacroVariable> variables, const Model& micro)
    : variables_(std::move(variables)), field_(formulas_of(variables_, micro), micro.variable_names(), micro.inputs) {}

std::vector<std::string> MacroMap::names() const {
  std::vector<std::string> all;
  for (const MacroVariable& row : variables_) all.push_back(row.name);
  return all;
}

LawSample MacroMap::apply(const LawSample& micro) {
  LawSample macro{micro.trajectories, micro.times, variables_.size(), {}};
  macro.values.reserve(macro.states() * macro.variables);
  for (std::size_t n = 0; n < micro.states(); ++n) {
    field_.evaluate(Eigen::Map<const Eigen::VectorXd>(micro.state(n), static_cast<Eigen::Index>(micro.variables)), 0.0);
    macro.values.insert(macro.values.end(), field_.values().begin(), field_.values().end());
  }
  return macro;
}

GaussianLaw MacroMap::apply(const GaussianLaw& micro) {
  field_.evaluate(micro.mean, 0.0);
  return {field_.values(), field_.jacobian() * micro.covariance * field_.jacobian().transpose()};
}

}  // namespace dosde
