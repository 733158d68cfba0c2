// Every scheme of the registry, step by step: the formulas evaluated one by one in plain order, with increments and
// areas made one by one, give the kernel's states.

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstring>

#include "engine/core/error.hpp"
#include "engine/ensemble/run.hpp"
#include "engine/expression/scalar.hpp"
#include "engine/random/cell_noise.hpp"
#include "engine/random/cell_parts.hpp"
#include "engine/random/uniform.hpp"
#include "engine/solvers/step_symbols.hpp"
#include "tests/engine/ensemble/experiments.hpp"

namespace dosde {
namespace {

/// An experiment whose noise is of that class.
Experiment experiment_of(NoiseClass noise_class) {
  Experiment experiment = feedback_experiment();
  auto& variables = experiment.model.variables;
  const auto loads = [&](std::size_t row, const std::string& source, const std::string& loading) {
    variables[row].noise.push_back({source, parse_expression(loading), {}});
  };
  for (auto& variable : variables) variable.noise.clear();
  switch (noise_class) {
    case NoiseClass::none:
      break;
    case NoiseClass::additive:
      loads(0, "x", "0.3 + 0.1*sin(t)");
      loads(1, "y", "0.2");
      loads(1, "x", "0.1");
      break;
    case NoiseClass::scalar:
      loads(0, "w", "0.2*x + 0.1*y");
      loads(1, "w", "0.1*sin(x)");
      break;
    case NoiseClass::diagonal:
      loads(0, "x", "s*sqrt(1 + x^2)");
      loads(1, "y", "0.2*y");
      break;
    case NoiseClass::commutative:
      loads(0, "x", "0.2*x");
      loads(0, "y", "0.1*x");
      loads(1, "y", "0.3*y");
      break;
    case NoiseClass::general:
      loads(0, "x", "0.2*y");
      loads(1, "y", "0.1*x");
      break;
  }
  experiment.trajectories = 20;
  experiment.time.step_count = 12;
  experiment.saves = save_every(experiment.time, 1);
  return experiment;
}

/// The numbers of a source over a step.
struct StepNoise {
  double increment, second;
};

StepNoise noise_of_step(const CompiledRun& run, std::size_t source, std::uint64_t trajectory, std::int64_t step) {
  const CellNoise noise(run.scenarios[0].source_keys.data(), static_cast<int>(run.sources.size()), std::sqrt(run.cell),
                        run.scheme.scheme->detail);
  const auto value = [&](int index, std::int64_t cell) {
    double four[4];
    noise.fill<1>(four, 1, index, trajectory, static_cast<std::uint64_t>(cell / 4 * 4), 4);
    return four[cell % 4];
  };
  const int own = static_cast<int>(source);
  const int area = own + static_cast<int>(run.sources.size());
  if (run.steps_per_cell > 1) {
    const std::int64_t cell = step / run.steps_per_cell;
    CellHalving<1> halving(std::sqrt(run.cell));
    StepNoise found{};
    const double increment = value(own, cell);
    const double area_of_cell = value(area, cell);
    const auto number = static_cast<std::uint64_t>(step % run.steps_per_cell);
    const int depth = std::countr_zero(static_cast<std::uint32_t>(run.steps_per_cell));
    halving.make(&increment, &area_of_cell, {static_cast<std::uint64_t>(cell), depth, number, 0}, noise, own,
                 &trajectory, {&found.increment, &found.second, 1});
    return found;
  }
  if (run.cells_per_step == 1) return {value(own, step), value(area, step)};
  double sum = 0.0;
  double mean = 0.0;
  for (std::int64_t cell = step * run.cells_per_step; cell < (step + 1) * run.cells_per_step; ++cell) {
    mean += sum + (0.5 * value(own, cell) + value(area, cell));
    sum += value(own, cell);
  }
  return {sum, mean / run.cells_per_step - 0.5 * sum};
}

void compare(const Experiment& experiment, const std::string& what) {
  const CompiledRun run = compile_run(experiment);
  const Recording recording = simulate(experiment);
  for (std::size_t n = 0; n < 20; n += 7) {
    // The drawn parameter a and initial value of y are taken as the kernel made them; from there on by hand.
    Point point;
    point.values = uniform_parameters(run.model);
    for (const auto& draw : run.scenarios[0].draws) {
      for (const auto& [symbol, place] : run.layout.inputs)
        if (place.segment == Segment::lane_input && place.slot == draw.lane_slot)
          point.values[symbol] = uniform_open(draw.key, n, static_cast<std::uint64_t>(draw.repetition), 0);
    }
    point.values["a"] = 0.25 + 0.5 * point.values.at("u:parameter:a");
    point.values["m"] = 2.0 * point.values.at("a");
    point.values[step_symbol().name()] = experiment.time.step;
    point.values["x"] = recording.state(0, n, 0, 0);
    point.values["y"] = recording.state(0, n, 0, 1);
    for (std::int64_t step = 0; step < experiment.time.step_count; ++step) {
      point.values["t"] = experiment.time.time(step);
      for (std::size_t k = 0; k < run.sources.size(); ++k) {
        const StepNoise noise = noise_of_step(run, k, n, step);
        point.values[increment_name(run.sources[k])] = noise.increment;
        point.values[second_name(run.scheme.scheme->detail, run.sources[k])] = noise.second;
      }
      std::vector<double> next;
      for (const auto& row : run.scenarios[0].regimes[0].formulas) next.push_back(evaluate_scalar(row.next, point));
      point.values["x"] = next[0];
      point.values["y"] = next[1];
      for (std::size_t row = 0; row < 2; ++row) {
        const double found = recording.state(0, n, static_cast<std::size_t>(step) + 1, row);
        ASSERT_EQ(std::memcmp(&found, &next[row], sizeof(double)), 0)
            << what << ", trajectory " << n << ", step " << step << ", row " << row << ": " << found << " and "
            << next[row];
      }
    }
  }
}

/// Rows that are linear, with drawn constants: for schemes that serve no others.
Experiment linear_experiment(NoiseClass noise_class) {
  Experiment experiment = experiment_of(noise_class);
  auto& variables = experiment.model.variables;
  variables[0].drift = parse_expression("-x + 0.5*y + a");
  variables[1].drift = parse_expression("b*x - y - m");
  if (noise_class != NoiseClass::none) variables[0].noise[0].loading = parse_expression("0.3*a");
  return experiment;
}

/// A particle in a well, with drawn friction.
Experiment langevin_experiment(NoiseClass noise_class) {
  Experiment experiment = experiment_of(NoiseClass::none);
  auto& variables = experiment.model.variables;
  variables[0].drift = parse_expression("y");
  variables[1].drift = parse_expression("-sin(x) - m*y + b*cos(t)");
  if (noise_class != NoiseClass::none)
    variables[1].noise = {{"y", parse_expression("0.3*a"), {}}, {"x", parse_expression("0.2 + 0.1*sin(t)"), {}}};
  return experiment;
}

/// Species that feed each other.
Experiment positive_experiment(NoiseClass noise_class) {
  Experiment experiment = experiment_of(noise_class);
  auto& variables = experiment.model.variables;
  variables[0].drift = parse_expression("1 - a*x + 0.5*y^2");
  variables[1].drift = parse_expression("0.5*x - y*(1 + y)");
  variables[1].initial = Law{"lognormal", {Expression(0.0), Expression(0.25)}};
  for (auto& variable : variables) variable.noise.clear();
  const auto loads = [&](std::size_t row, const std::string& source, const std::string& loading) {
    variables[row].noise.push_back({source, parse_expression(loading), {}});
  };
  if (noise_class == NoiseClass::additive) loads(0, "x", "0.2 + 0.1*sin(t)");
  if (noise_class == NoiseClass::scalar || noise_class == NoiseClass::diagonal) loads(0, "x", "s*sqrt(2*x)");
  if (noise_class == NoiseClass::scalar) loads(1, "x", "0.5*y");
  if (noise_class == NoiseClass::diagonal) loads(1, "y", "0.5*y");
  if (noise_class == NoiseClass::commutative) {
    loads(0, "x", "s*sqrt(x)");
    loads(0, "y", "-0.5*sqrt(x)");
    loads(1, "y", "0.5*y");
  }
  return experiment;
}

bool is_served(const Experiment& experiment) {
  try {
    compile_run(experiment);
    return true;
  } catch (const Error&) {
    return false;
  }
}

/// The first of some experiments that the scheme serves.
Experiment served_experiment(const std::string& scheme, NoiseClass noise_class) {
  Experiment experiment;
  for (const auto& make : {&experiment_of, &linear_experiment, &langevin_experiment, &positive_experiment}) {
    experiment = make(noise_class);
    experiment.scheme = scheme;
    if (is_served(experiment)) return experiment;
  }
  ADD_FAILURE() << "no experiment for " << scheme << " on " << to_string(noise_class) << " noise";
  return experiment;
}

TEST(SchemeReplay, EveryScheme) {
  for (const auto& scheme : scheme_registry()) {
    for (const auto& order : scheme.orders) {
      Experiment experiment = served_experiment(scheme.name, order.noise_class);
      compare(experiment, scheme.name + " on " + to_string(order.noise_class) + " noise");
      if (!is_of_path(scheme.detail)) continue;
      experiment.noise_cell = experiment.time.step / 3.0;
      compare(experiment, scheme.name + " on " + to_string(order.noise_class) + " noise, three cells a step");
      experiment.noise_cell = experiment.time.step * 4.0;
      compare(experiment, scheme.name + " on " + to_string(order.noise_class) + " noise, four steps a cell");
    }
  }
}

}  // namespace
}  // namespace dosde
