#include "engine/solvers/schemes/sri2.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/iterated_step.hpp"
#include "engine/solvers/levy_area.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// I_(l,k) = (W_l W_k - δ_lk h)/2 + A_lk.
std::vector<StepRow> step(const StepProblem& problem) {
  const LevyAreas areas(problem);
  return iterated_step(problem, [&areas](const std::string& l, const std::string& k) {
    const Expression product = increment_symbol(l) * increment_symbol(k);
    return 0.5 * (l == k ? product - step_symbol() : product) + areas.between(l, k);
  });
}

}  // namespace

Scheme sri2_scheme() {
  Scheme scheme{"sri2",
                "SRI2: Runge–Kutta of strong order 1 for any noise",
                "Rößler 2010, SIAM J. Numer. Anal. 48:922; areas: Mrongowius & Rößler 2022, Stoch. Anal. Appl. 40:397",
                Calculus::ito,
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
