#pragma once

#include <string>
#include <vector>

#include "engine/ensemble/experiment.hpp"
#include "engine/expression/parse.hpp"

namespace dosde {

/// Small experiments that tests share. Formulas as text, as users write them.
inline Variable make_variable(const std::string& name, const std::string& drift, std::vector<NoiseTerm> noise,
                              InitialValue initial) {
  Variable variable;
  variable.name = name;
  variable.drift = parse_expression(drift);
  variable.noise = std::move(noise);
  variable.initial = std::move(initial);
  return variable;
}

inline Parameter make_parameter(const std::string& name, Quantity value) {
  Parameter parameter;
  parameter.name = name;
  parameter.value = std::move(value);
  return parameter;
}

inline Intervention make_intervention(const std::string& kind, const std::string& target,
                                      std::map<std::string, Argument> arguments, Window window = {}) {
  Intervention intervention;
  intervention.kind = kind;
  intervention.targets = {target};
  intervention.arguments = std::move(arguments);
  intervention.window = window;
  return intervention;
}

inline Argument formula(const std::string& text) { return Quantity(parse_expression(text)); }

/// Steps 0, every, 2*every, … of the grid.
inline SaveGrid save_every(const TimeGrid& grid, std::int64_t every) {
  SaveGrid saves;
  for (std::int64_t step = 0; step <= grid.step_count; step += every) saves.times.push_back(grid.step_time(step));
  return saves;
}

/// A feedback loop with shared noise, a drawn parameter and a drawn initial value.
inline Experiment feedback_experiment() {
  Experiment experiment;
  experiment.title = "test";
  experiment.model.variables = {
      make_variable("x", "-x + a*y", {{"x", parse_expression("s*sqrt(1 + x^2)")}, {"weather", parse_expression("0.3")}},
                    Expression(0.5)),
      make_variable("y", "b*x - y + sin(t)", {{"weather", parse_expression("0.2*x")}},
                    Law{"normal", {parse_expression("m"), Expression(0.25)}})};
  experiment.model.parameters = {make_parameter("a", Law{"uniform", {Expression(0.25), Expression(0.75)}}),
                                 make_parameter("b", Expression(-1.0)), make_parameter("m", parse_expression("2*a")),
                                 make_parameter("s", Expression(0.4))};
  experiment.time = {0.0, 0.0625, 40};
  experiment.saves = save_every(experiment.time, 5);
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = 100;
  experiment.seed = 42;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

/// The same under every sort of intervention.
inline std::vector<Scenario> many_scenarios() {
  std::vector<Scenario> scenarios(6);
  scenarios[0].name = "observed";
  scenarios[1].name = "clamped and released";
  scenarios[1].interventions = {make_intervention("clamp", "x", {{"value", formula("2 + 0.1*t")}}, {0.5, 1.5, {}})};
  scenarios[2].name = "policy";
  scenarios[2].interventions = {make_intervention("clamp", "y", {{"value", formula("-0.5*x")}}, {1.0, {}, {}})};
  scenarios[3].name = "drawn, again and again";
  scenarios[3].interventions = {make_intervention(
      "clamp", "x", {{"value", Quantity(Law{"normal", {Expression(1.0), Expression(0.5)}})}}, {0.25, 0.5, 0.75})};
  scenarios[4].name = "moved";
  scenarios[4].interventions = {
      make_intervention("impulse", "x", {{"at", std::vector<double>{0.5, 1.25}}, {"add", formula("1 + y")}}),
      make_intervention("scale_noise", "y", {{"factor", formula("2")}}, {1.0, 2.0, {}}),
      make_intervention("shift", "y", {{"value", formula("0.5")}}, {0.75, {}, {}})};
  scenarios[5].name = "other start";
  scenarios[5].interventions = {
      make_intervention("initial", "x", {{"value", Quantity(Law{"uniform", {Expression(-1.0), Expression(1.0)}})}}),
      make_intervention("parameter", "b", {{"value", formula("-0.25")}}, {1.0, {}, {}})};
  return scenarios;
}

/// Switches, impulses and saves inside steps: at halves and quarters of steps of 1/16, and anywhere.
inline Experiment experiment_between_steps() {
  Experiment experiment = feedback_experiment();
  experiment.saves.times = {0.0, 0.03125, 0.1, 0.5, 0.51, 1.015625, 1.2, 2.0, 2.4999, 2.5};
  experiment.scenarios.resize(4);
  experiment.scenarios[1].name = "clamped and released";
  experiment.scenarios[1].interventions = {
      make_intervention("clamp", "x", {{"value", formula("2 + 0.1*t")}}, {0.51, 1.46875, {}})};
  experiment.scenarios[2].name = "again and again";
  experiment.scenarios[2].interventions = {make_intervention(
      "clamp", "x", {{"value", Quantity(Law{"normal", {Expression(1.0), Expression(0.5)}})}}, {0.2, 0.3, 0.7})};
  experiment.scenarios[3].name = "moved";
  experiment.scenarios[3].interventions = {
      make_intervention("impulse", "x", {{"at", std::vector<double>{0.5, 1.2}}, {"add", formula("1 + y")}}),
      make_intervention("scale_noise", "y", {{"factor", formula("2")}}, {1.19, 2.01, {}})};
  return experiment;
}

}  // namespace dosde
