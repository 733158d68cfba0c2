#include "benchmarks/benchmark_models.hpp"

#include "engine/expression/parse.hpp"

namespace dosde {
namespace {

void add_variable(Experiment& experiment, const std::string& name, const std::string& drift, const std::string& loading,
                  double initial) {
  Variable variable;
  variable.name = name;
  variable.drift = parse_expression(drift);
  variable.noise = {{name, parse_expression(loading), {}}};
  variable.initial = Expression(initial);
  experiment.model.variables.push_back(variable);
}

void add_parameter(Experiment& experiment, const std::string& name, double value) {
  Parameter parameter;
  parameter.name = name;
  parameter.value = Expression(value);
  experiment.model.parameters.push_back(parameter);
}

Experiment start_experiment(std::int64_t trajectories, std::int64_t steps, double step) {
  Experiment experiment;
  experiment.time = {0.0, step, steps};
  experiment.saves = save_at_steps(experiment.time, {steps});
  experiment.scheme = "euler_maruyama";
  experiment.trajectories = trajectories;
  experiment.seed = benchmark_seed;
  experiment.scenarios = {Scenario{}};
  return experiment;
}

}  // namespace

Experiment lorenz_experiment(std::int64_t trajectories, std::int64_t steps) {
  Experiment experiment = start_experiment(trajectories, steps, 0.001);
  add_parameter(experiment, "sigma", 10.0);
  add_parameter(experiment, "rho", 28.0);
  add_parameter(experiment, "beta", 8.0 / 3.0);
  add_parameter(experiment, "s", 0.5);
  add_variable(experiment, "x", "sigma*(y - x)", "s", 1.0);
  add_variable(experiment, "y", "x*(rho - z) - y", "s", 1.0);
  add_variable(experiment, "z", "x*y - beta*z", "s", 20.0);
  return experiment;
}

Experiment ornstein_uhlenbeck_experiment(std::int64_t trajectories, std::int64_t steps) {
  Experiment experiment = start_experiment(trajectories, steps, 0.01);
  add_parameter(experiment, "theta", 1.0);
  add_parameter(experiment, "mu", 0.5);
  add_parameter(experiment, "s", 0.7);
  add_variable(experiment, "x", "theta*(mu - x)", "s", 0.0);
  return experiment;
}

Experiment double_well_experiment(std::int64_t trajectories, std::int64_t steps) {
  Experiment experiment = start_experiment(trajectories, steps, 0.01);
  add_variable(experiment, "x", "x - x^3", "0.5 + 0.2*x^2", 0.5);
  return experiment;
}

NetworkEdges network_edges() {
  NetworkEdges edges;
  std::uint64_t state = 12345;  // a small linear congruence: the same network everywhere
  const auto next = [&state] {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return state >> 33;
  };
  for (int i = 0; i < network_size; ++i)
    for (int k = 0; k < 3; ++k) {
      edges.parent.push_back(static_cast<int>(next() % network_size));
      edges.weight.push_back((static_cast<double>(next() % 2001) - 1000.0) / 1000.0);
    }
  return edges;
}

Experiment network_experiment(std::int64_t trajectories, std::int64_t steps) {
  Experiment experiment = start_experiment(trajectories, steps, 0.01);
  const NetworkEdges edges = network_edges();
  for (int i = 0; i < network_size; ++i) {
    Variable variable;
    variable.name = "x" + std::to_string(i);
    std::string text = "-" + variable.name;
    for (int k = 0; k < 3; ++k) {
      const auto edge = static_cast<std::size_t>(3 * i + k);
      text += " + (" + std::to_string(edges.weight[edge]) + ")*tanh(x" + std::to_string(edges.parent[edge]) + ")";
    }
    add_variable(experiment, variable.name, text, "0.3", 0.1);
  }
  return experiment;
}

}  // namespace dosde
