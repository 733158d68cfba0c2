#include "io/scenario/toml_text.hpp"
#include "io/scenario/value_text.hpp"
#include "io/scenario/write_scenario.hpp"

namespace dosde {
namespace {

std::string parameter_text(const Parameter& parameter) {
  const std::string value = quantity_text(parameter.value);
  if (parameter.unit == "1" && parameter.description.empty()) return value;
  return "{ value = " + value + ", unit = " + toml_string(parameter.unit) +
         ", description = " + toml_string(parameter.description) + " }";
}

std::string initial_text(const InitialValue& initial) {
  if (const auto* recorded = std::get_if<RecordedInitial>(&initial)) return recorded->origin;
  if (const auto* law = std::get_if<Law>(&initial)) return quantity_text(*law);
  return formula_text(std::get<Expression>(initial));
}

std::string variable_text(const Variable& variable) {
  std::string text = "\n[model.variables." + toml_key(variable.name) + "]\n";
  text += "drift = " + formula_text(variable.drift) + '\n';
  if (!variable.noise.empty()) text += "noise = " + noise_text(variable.noise, variable.name) + '\n';
  text += "initial = " + initial_text(variable.initial) + '\n';
  text += std::string("observed = ") + (variable.visibility == Visibility::observed ? "true" : "false") + '\n';
  text += "unit = " + toml_string(variable.unit) + '\n';
  text += "description = " + toml_string(variable.description) + '\n';
  if (variable.lower) text += "lower = " + formula_text(*variable.lower) + '\n';
  if (variable.upper) text += "upper = " + formula_text(*variable.upper) + '\n';
  return text;
}

std::string input_text(const Table& input) {
  return "\n[model.inputs." + toml_key(input.name) + "]\ntimes = " + numbers_text(input.times) +
         "\nvalues = " + numbers_text(input.values) +
         "\ninterpolation = " + (input.interpolation == Interpolation::linear ? "\"linear\"" : "\"previous\"") + '\n';
}

std::string jump_text(const JumpSource& jump) {
  const std::string mark = jump.mark ? "mark = " + quantity_text(*jump.mark) + '\n' : "";
  return "\n[model.jumps." + toml_key(jump.name) + "]\nrate = " + formula_text(jump.rate) + '\n' + mark;
}

std::string event_text(const Event& event) {
  std::string text = "\n[model.events." + toml_key(event.name) + "]\nwhen = " + formula_text(event.when) + '\n';
  if (event.stops) text += "stop = true\n";
  if (event.set.empty()) return text;
  std::string set;
  for (const auto& assignment : event.set)
    set += (set.empty() ? "" : ", ") + toml_key(assignment.variable) + " = " + formula_text(assignment.value);
  return text + "set = { " + set + " }\n";
}

}  // namespace

std::string write_model(const Model& model) {
  std::string text = "[model]\nname = " + toml_string(model.name) +
                     "\ndescription = " + toml_string(model.description) +
                     "\ncalculus = " + (model.calculus == Calculus::ito ? "\"ito\"" : "\"stratonovich\"") + '\n';
  if (!model.parameters.empty()) text += "\n[model.parameters]\n";
  for (const auto& parameter : model.parameters) {
    text += toml_key(parameter.name) + " = " + parameter_text(parameter) + '\n';
  }
  for (const auto& input : model.inputs) text += input_text(input);
  for (const auto& variable : model.variables) text += variable_text(variable);
  for (const auto& jump : model.jumps) text += jump_text(jump);
  for (const auto& event : model.events) text += event_text(event);
  return text;
}

}  // namespace dosde
