#pragma once

#include <complex>
#include <limits>

namespace dosde {

/// An oscillation of a drift, damped or without damping, that steps damp too little, or make grow.
struct BadlyDamped {
  std::complex<double> rate;  ///< the eigenvalue, of positive frequency and real part <= 0; 1 / model time
  double factor = 0.0;        ///< |R| of a step
  double growth = 0.0;        ///< log|R| / step, where the equation has Re rate; 1 / model time
  double longest = 0.0;       ///< step at which it does not grow; without damping, `faithful`
  double faithful = 0.0;  ///< step at which nine tenths of the damping are left; without, it grows by a tenth in `time`
  double time = 0.0;      ///< how long it lasts, as far as was looked; model time
  /// How long after the path's start it was met, model time; infinite: at the equilibrium.
  double after = std::numeric_limits<double>::infinity();
};

}  // namespace dosde
