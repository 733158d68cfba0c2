#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/badly_damped.hpp"
#include "engine/analysis/stability/judgement.hpp"
#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// How fast and how stable a regime's drift is, by the eigenvalues of its Jacobian over the free rows. A local
/// statement, at the points that were looked at.
struct StiffnessReport {
  double fastest_rate = 0.0;  ///< largest |eigenvalue| met, of the drift that the scheme integrates; 1 / model time
  /// How long after `time` a path from the start first met it, model time; infinite: no path did, the equilibrium has
  /// it.
  double fastest_after = 0.0;
  double slowest_rate = 0.0;  ///< smallest |Re eigenvalue| at the end point; 1 / model time
  double step = 0.0;          ///< of the run; model time
  double step_times_rate =
      0.0;  ///< step * fastest_rate: an explicit scheme wants it well below 1 (stability_limit.hpp)
  std::optional<BadlyDamped> oscillation;  ///< whose damping the steps of the run's scheme miss most
  bool is_converted = false;     ///< fastest rate and oscillation are of the drift in Stratonovich form, which differs
  double ito_rate = 0.0;         ///< largest |eigenvalue| of the Itô drift where it is; else the fastest rate
  bool has_equilibrium = false;  ///< Newton's method found a point where the drift vanishes
  std::vector<double> equilibrium;           ///< its free rows, where there is one
  double spectral_abscissa = 0.0;            ///< largest Re eigenvalue at the equilibrium: negative means stable
  Stability stability = Stability::neutral;  ///< of the equilibrium
  double time = 0.0;                         ///< model time that the drift was looked at
  bool has_edges = false;                    ///< the drift jumps or has kinks in the state
  bool is_frozen = false;  ///< the drift names the time or an input: all this is about the drift frozen at `time`
};

/// Looks at the mean initial state, along the noise-free path of the regime, and at an equilibrium that Newton's method
/// finds from the path's end, on which conserved quantities keep their values; where the drift switches, along a few
/// noisy paths too. Drawn parameters are taken at their medians, clamp draws too; `time`, when the regime begins, and
/// `stay`, how long it is in force at the most: what takes longer to grow is no oscillation to warn of.
///
/// Equilibrium and stability are of the model, which is Itô's. Rates and oscillations are what the steps meet: of a
/// Stratonovich scheme, f - ½ Σ_k g_k ∂g_k/∂x, which may be stiff where f is not and the other way round.
StiffnessReport examine_stiffness(const CompiledRun& run, const Timeline& timeline, const MechanismSet& mechanisms,
                                  double time, double stay = std::numeric_limits<double>::infinity());

}  // namespace dosde
