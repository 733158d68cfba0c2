#include "engine/solvers/schemes/srs2.hpp"

#include "engine/solvers/iterated_step.hpp"

namespace dosde {

Scheme srs2_scheme() {
  Scheme scheme{"srs2",
                "SRS2: Runge–Kutta of strong order 1 for any noise (Stratonovich)",
                "Rößler 2010, SIAM J. Numer. Anal. 48:922; areas: Mrongowius & Rößler 2022, Stoch. Anal. Appl. 40:397",
                Calculus::stratonovich,
                orders_on_any_noise({2.0, 2.0}, {1.0, 1.0}, {1.0, 1.0}, {1.0, 1.0}),
                2,
                3,
                &take_stratonovich_step,
                PathDetail::areas};
  scheme.fit = &fit_areas;
  return scheme;
}

}  // namespace dosde
