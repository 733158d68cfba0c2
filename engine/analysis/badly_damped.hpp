#pragma once

#include <complex>
#include <limits>

namespace dosde {

/// A damped oscillation of a drift that steps damp too little, or make grow.
struct BadlyDamped {
  std::complex<double> rate;  ///< the eigenvalue, of positive frequency; 1 / model time
  double factor = 0.0;        ///< |R| of a step
  double growth = 0.0;        ///< log|R| / step, where the equation has Re rate; 1 / model time
  double longest = 0.0;       ///< step at which it does not grow
  double faithful = 0.0;      ///< step at which nine tenths of the damping are left
  /// How long after the path's start it was met, model time; infinite: at the equilibrium.
  double after = std::numeric_limits<double>::infinity();
};

}  // namespace dosde
