#include "engine/causal/graphs/regime_structure.hpp"

#include "engine/causal/parameter_order.hpp"
#include "engine/causal/structure.hpp"

namespace dosde {
namespace {

/// The one vertex that stands for whatever made initial values that were recorded together.
constexpr const char* recorded_start = "recorded start";

class StructureReader {
 public:
  StructureReader(const Model& model, const std::set<std::string>& constants)
      : model_(model), constants_(constants), numbers_(uniform_parameters(model)) {
    for (const auto id : parameter_order(model)) {
      const Parameter& parameter = model.parameters[id.index()];
      std::set<std::string>& draws = draws_of_[parameter.name];
      if (constants.contains(parameter.name) || numbers_.contains(parameter.name)) continue;
      for (const auto& name : parameters_named_by(model, parameter))
        draws.insert(draws_of_[name].begin(), draws_of_[name].end());
      if (std::holds_alternative<Law>(parameter.value)) draws.insert(parameter.name);
    }
  }

  [[nodiscard]] const std::map<std::string, double>& numbers() const { return numbers_; }

  /// Puts the variables that the formula depends on into `variables`, what is drawn into `draws`.
  void read(const Expression& formula, std::set<std::string>& variables, std::set<std::string>& draws) const {
    sort_out(dependencies_of(with_values(formula, numbers_)), variables, draws);
  }
  void sort_out(const std::set<std::string>& names, std::set<std::string>& variables,
                std::set<std::string>& draws) const {
    for (const auto& name : names) {
      if (const auto known = draws_of_.find(name); known != draws_of_.end())
        draws.insert(known->second.begin(), known->second.end());
      else if (model_.find_variable(name).is_valid())
        variables.insert(name);
      else if (name.starts_with("u:") && !constants_.contains(name))
        draws.insert(name);
    }
  }

  void read_initial(const InitialValue& initial, std::set<std::string>& draws) const {
    std::set<std::string> none;
    if (const auto* formula = std::get_if<Expression>(&initial)) read(*formula, none, draws);
    if (const auto* law = std::get_if<Law>(&initial))
      for (const auto& argument : law->arguments) read(argument, none, draws);
    if (std::holds_alternative<RecordedInitial>(initial)) draws.insert(recorded_start);
  }

 private:
  const Model& model_;
  const std::set<std::string>& constants_;
  std::map<std::string, double> numbers_;
  std::map<std::string, std::set<std::string>> draws_of_;  // by parameter
};

}  // namespace

std::vector<RowStructure> read_structure(const Model& model, const MechanismSet& mechanisms,
                                         const std::vector<InitialValue>& initial,
                                         const std::set<std::string>& constants) {
  const StructureReader reader(model, constants);
  std::vector<RowStructure> rows(mechanisms.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Mechanism& mechanism = mechanisms[i];
    RowStructure& row = rows[i];
    row.is_held = mechanism.clamp.has_value();
    reader.read(row.is_held ? *mechanism.clamp : mechanism.drift, row.drift, row.draws);
    if (row.is_held) continue;
    for (const auto& present : present_loadings(mechanism, reader.numbers())) {
      row.sources.insert(present.source);
      reader.sort_out(present.depends_on, row.loadings, row.draws);
    }
    reader.read_initial(initial[i], row.draws);
    row.is_bounded = mechanism.lower.has_value() || mechanism.upper.has_value();
  }
  return rows;
}

}  // namespace dosde
