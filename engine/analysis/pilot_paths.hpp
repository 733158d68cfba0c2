#pragma once

#include "engine/analysis/drift_field.hpp"
#include "engine/analysis/frozen_rows.hpp"
#include "engine/analysis/oscillation_watch.hpp"

namespace dosde {

/// The largest |eigenvalue| of a drift's Jacobian, and after how long it was first met.
struct FastestRate {
  double rate = 0.0;   ///< 1 / model time; 0: none is finite
  double after = 0.0;  ///< model time from the start of the path

  /// Takes another in; rates that rounding tells apart are one.
  void meet(double other, double when) {
    constexpr double rounding = 1e-6;
    if (other > rate * (1.0 + rounding) || (other >= rate * (1.0 - rounding) && when < after)) after = when;
    if (other > rate) rate = other;
  }
};

/// What a few noisy paths meet on their way from the start. For drifts that switch: the path without noise may never
/// leave a mild branch.
///
/// The paths are Euler's with increments ±√h, the same at every call, for `span` of model time or until they explode;
/// steps are shortened where the drift is fast, so that a stiff place is seen and not left. Eigenvalues are taken where
/// the Jacobian's norm is larger than any before on the path, and for `watch` every few steps of the first paths.
/// They are paths of `rows`, Itô's form; the rates are those of `field`, which may be the Stratonovich form of the same
/// rows. `model` names the jumps, which pilots do not make.
FastestRate fastest_rate_on_pilot_paths(DriftField& field, const FrozenRows& rows, const Model& model, double span,
                                        OscillationWatch& watch);

}  // namespace dosde
