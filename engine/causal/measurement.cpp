#include "engine/causal/measurement.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dosde {
namespace {

constexpr double rounding = 1e-9;  ///< of a delay in sampling periods

/// A delay is so many whole periods and the rest of one.
struct Delay {
  std::int64_t periods = 0;
  double rest = 0.0;  ///< model time; 0: samples arrive when others are taken
};

Delay split_delay(const Measurement& measurement) {
  const double periods = measurement.delay / measurement.every;
  const double whole = std::floor(periods + rounding);
  const double rest = periods - whole <= rounding ? 0.0 : measurement.delay - whole * measurement.every;
  return {static_cast<std::int64_t>(whole), rest};
}

/// The registers from the newest sample to the one that arrives next: with a rest, samples wait for it in one more.
std::vector<std::string> registers_of(const Measurement& measurement) {
  const Delay delay = split_delay(measurement);
  std::vector<std::string> names;
  for (std::int64_t k = 1; k <= delay.periods + (delay.rest > 0.0 ? 1 : 0); ++k)
    names.push_back(measurement.name + "_" + std::to_string(k));
  return names;
}

std::string error_name(const Measurement& measurement) { return measurement.name + "_error"; }

Law error_law(const Quantity& noise) {
  if (const auto* law = std::get_if<Law>(&noise)) return *law;
  return {"normal", {Expression(0.0), std::get<Expression>(noise)}};
}

void add_variable(Model& model, const std::string& name, const Measurement& measurement, Visibility visibility) {
  if (model.find_variable(name).is_valid()) return;
  Variable variable;
  variable.name = name;
  variable.drift = Expression(0.0);
  variable.visibility = visibility;
  variable.description = "of the measurement '" + measurement.name + "'";
  variable.location = variable.drift_location = measurement.location;
  model.variables.push_back(std::move(variable));
}

Intervention impulse(const Measurement& measurement, const std::string& target, double at, bool repeats,
                     const Expression& value) {
  Intervention impulse;
  impulse.kind = "impulse";
  impulse.targets = {target};
  impulse.arguments = {{"at", std::vector<double>{at}}, {"set", Quantity(value)}};
  if (repeats) impulse.window.every = measurement.every;
  impulse.location = measurement.location;
  return impulse;
}

}  // namespace

void add_registers(Model& model, const std::vector<Measurement>& measurements) {
  for (const auto& measurement : measurements) {
    add_variable(model, measurement.name, measurement, Visibility::observed);
    for (const auto& name : registers_of(measurement)) add_variable(model, name, measurement, Visibility::latent);
    if (measurement.noise) add_variable(model, error_name(measurement), measurement, Visibility::latent);
  }
}

std::vector<Intervention> sampling_of(const Measurement& measurement, double start, double stop) {
  const Delay delay = split_delay(measurement);
  const std::vector<std::string> registers = registers_of(measurement);
  const Expression sample =
      measurement.noise ? measurement.of + Expression::symbol(error_name(measurement)) : measurement.of;
  std::vector<Intervention> sampling;
  if (measurement.noise) {
    // Impulses at the start read the initial value, later ones what was held until then.
    Intervention error;
    error.kind = "initial";
    error.targets = {error_name(measurement)};
    error.arguments = {{"value", Quantity(error_law(*measurement.noise))}};
    error.location = measurement.location;
    sampling.push_back(error);
    error.kind = "clamp";
    error.window = {std::nullopt, start + measurement.every, measurement.every};
    sampling.push_back(std::move(error));
  }
  if (registers.empty()) {
    sampling.push_back(impulse(measurement, measurement.name, start, true, sample));
    return sampling;
  }
  // At the start all registers are filled; from then on samples move from one to the next.
  sampling.push_back(impulse(measurement, measurement.name, start, false, measurement.of));
  for (std::size_t k = 0; k < registers.size(); ++k)
    sampling.push_back(impulse(measurement, registers[k], start, false, k == 0 ? sample : measurement.of));
  const double second = start + measurement.every;
  if (second <= stop) {
    for (std::size_t k = 0; k < registers.size(); ++k)
      sampling.push_back(
          impulse(measurement, registers[k], second, true, k == 0 ? sample : Expression::symbol(registers[k - 1])));
  }
  const double arrival = delay.rest > 0.0 ? start + delay.rest : second;
  if (arrival <= stop)
    sampling.push_back(impulse(measurement, measurement.name, arrival, true, Expression::symbol(registers.back())));
  return sampling;
}

}  // namespace dosde
