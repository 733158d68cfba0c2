#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/causal/intervention.hpp"

namespace dosde {

/// What a controller gets to see of a scenario: a formula of the state, sampled every so often and held in between,
/// late and with an error of each sample. Interventions of the scenario name it like a variable.
struct Measurement {
  std::string name;
  Expression of;                       ///< formula of variables, parameters, inputs and t
  double every = 1.0;                  ///< model time between samples, the first at the start
  double delay = 0.0;                  ///< model time from a sample to its arrival
  std::optional<Quantity> noise = {};  ///< standard deviation of a normal error, or the error's law: one draw a sample
  Location location = {};
};

/// The most samples that may be under way at once.
inline constexpr double most_samples_under_way = 1000.0;

// A measurement is made of what a model and a scenario have anyway, so that schemes, kernel and file need not know it:
//
//     <name>           what has arrived: a variable with drift 0 that impulses set
//     <name>_1, _2, …  samples under way, the newest first: the same
//     <name>_error     the error of the sample that comes next: a variable clamped to its law, drawn again at every
//     sample
//
// Impulses read X(t-), all at once: so a chain of registers is a shift register.

/// The model with the variables of the measurements that it does not have yet; those of equal names in several
/// scenarios are one.
void add_registers(Model& model, const std::vector<Measurement>& measurements);

/// The interventions that sample from the start on. Until the first sample arrives the measurement is the value at the
/// start without an error, or where there is no delay the first sample itself.
std::vector<Intervention> sampling_of(const Measurement& measurement, double start, double stop);

}  // namespace dosde
