#include "engine/solvers/schemes/sri2.hpp"

#include "engine/solvers/iterated_step.hpp"

namespace dosde {

Scheme sri2_scheme() {
  Scheme scheme{"sri2",
                "SRI2: Runge–Kutta of strong order 1 for any noise",
                "Rößler 2010, SIAM J. Numer. Anal. 48:922; areas: Mrongowius & Rößler 2022, Stoch. Anal. Appl. 40:397",
                Calculus::ito,
                orders_on_any_noise({2.0, 2.0}, {1.0, 1.0}, {1.0, 1.0}, {1.0, 1.0}),
                2,
                3,
                &take_ito_step,
                PathDetail::areas};
  scheme.fit = &fit_areas;
  return scheme;
}

}  // namespace dosde
