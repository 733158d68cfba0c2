#include "engine/causal/model.hpp"

#include <algorithm>

namespace dosde {
namespace {

template <class Id, class Named>
Id find_by_name(const std::vector<Named>& things, const std::string& name) {
  const auto found = std::find_if(things.begin(), things.end(), [&](const Named& thing) { return thing.name == name; });
  return found == things.end() ? Id{} : Id{static_cast<std::int32_t>(found - things.begin())};
}

}  // namespace

VariableId Model::find_variable(const std::string& variable) const {
  return find_by_name<VariableId>(variables, variable);
}

ParameterId Model::find_parameter(const std::string& parameter) const {
  return find_by_name<ParameterId>(parameters, parameter);
}

const JumpSource* Model::find_jump(const std::string& source) const {
  const std::string original = source.substr(0, source.find('@'));
  const auto found =
      std::find_if(jumps.begin(), jumps.end(), [&](const JumpSource& jump) { return jump.name == original; });
  return found == jumps.end() ? nullptr : &*found;
}

std::vector<std::string> Model::variable_names() const {
  std::vector<std::string> names;
  for (const auto& variable : variables) names.push_back(variable.name);
  return names;
}

std::vector<std::string> Model::sources() const {
  std::vector<std::string> names;
  for (const auto& variable : variables)
    for (const auto& term : variable.noise)
      if (std::find(names.begin(), names.end(), term.source) == names.end()) names.push_back(term.source);
  return names;
}

}  // namespace dosde
