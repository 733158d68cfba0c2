#include "engine/solvers/schemes/srs2.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/iterated_step.hpp"
#include "engine/solvers/levy_area.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// J_(l,k) = W_l W_k/2 + A_lk.
std::vector<StepRow> step(const StepProblem& problem) {
  const LevyAreas areas(problem);
  return iterated_step(problem, [&areas](const std::string& l, const std::string& k) {
    return 0.5 * (increment_symbol(l) * increment_symbol(k)) + areas.between(l, k);
  });
}

}  // namespace

Scheme srs2_scheme() {
  Scheme scheme{"srs2",
                "SRS2: Runge–Kutta of strong order 1 for any noise (Stratonovich)",
                "Rößler 2010, SIAM J. Numer. Anal. 48:922; areas: Mrongowius & Rößler 2022, Stoch. Anal. Appl. 40:397",
                Calculus::stratonovich,
                orders_on_any_noise({2.0, 2.0}, {1.0, 1.0}, {1.0, 1.0}, {1.0, 1.0}),
                2,
                3,
                &step,
                PathDetail::areas};
  scheme.fit = &fit_areas;
  scheme.made_for = MadeFor::parts_of_a_step;
  return scheme;
}

}  // namespace dosde
