#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/stability/judgement.hpp"
#include "engine/analysis/stiffness.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// An equilibrium of a regime's drift, and what its linear part says.
struct EquilibriumReport {
  std::vector<double> point;       ///< free variables
  double residual = 0.0;           ///< largest |drift| there
  std::int64_t starts = 0;         ///< searches that led here
  double spectral_abscissa = 0.0;  ///< largest real part of an eigenvalue of the Jacobian; 1 / model time
  double fastest_rate = 0.0;       ///< largest |eigenvalue|
  double step_times_rate = 0.0;    ///< step * fastest_rate
  Stability stability = Stability::neutral;
  bool is_noise_free = false;  ///< all loadings vanish there
  /// Where loadings depend on the state: the growth rate of second moments of the linear part, and what it says.
  std::optional<double> second_moment_abscissa = {};
  Stability mean_square = Stability::neutral;
};

/// The equilibria of a regime.
struct StabilityReport {
  std::string scenario;
  double start = 0.0;                  ///< of the regime; model time
  bool is_frozen = false;              ///< the drift names the time: frozen at `start`
  std::vector<std::string> variables;  ///< free ones
  bool has_state_noise = false;        ///< a loading depends on a free variable
  std::int64_t starts = 0;
  std::int64_t failed = 0;   ///< searches without an end
  std::int64_t outside = 0;  ///< searches that ended outside of the bounds
  std::int64_t further = 0;  ///< searches that ended elsewhere, once 32 were known
  std::vector<EquilibriumReport> equilibria;
};

/// Looks for equilibria of the regime in force at `time` by Newton's method from `starts` points: the end of the
/// noise-free path, the start, and random ones that are a pure function of the run's seed. Drawn parameters and clamps
/// are at their medians.
StabilityReport examine_stability(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time, std::int64_t starts);

/// All regimes of all scenarios (of a sweep, of its first group at the medians), each set of mechanisms once a
/// scenario.
std::vector<StabilityReport> examine_stability(const CompiledRun& run, std::int64_t starts);

/// How fast second moments of the linear part grow at the equilibrium that `report` names; nothing where there is none
/// or where no loading depends on the state.
std::optional<double> examine_mean_square(const CompiledRun& run, const Timeline& timeline,
                                          const MechanismSet& mechanisms, const StiffnessReport& report);

}  // namespace dosde
