#include "engine/solvers/schemes/baoab.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/langevin_rows.hpp"
#include "engine/solvers/mean_growth.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

SchemeFit fit(const StepProblem& problem) { return {read_langevin_rows(problem).misfit}; }

/// √((1 - e^{-2γh})/(2γh)): what the noise of a step keeps of its size; 1 without friction.
Expression kept_noise(const Expression& friction) {
  return sqrt(mean_growth(friction, -2.0 * friction * step_symbol()));
}

class Splitting {
 public:
  explicit Splitting(const StepProblem& problem)
      : problem_(problem), rows_(read_langevin_rows(problem)), states_(present_states(problem)) {}

  std::vector<StepRow> step() {
    drive(true, 0.0);
    drive(false, 0.25);
    solve_friction();
    drive(false, 0.75);
    drive(true, 1.0);
    return rows_of(problem_, states_);
  }

 private:
  /// Half a step of the velocities, or of the positions, which the others move; at time t + c h.
  void drive(bool velocities, double c) {
    const Stage stage = stage_at(problem_, c, states_);
    for (std::size_t i = 0; i < states_.size(); ++i)
      if (rows_.is_velocity[i] == velocities)
        states_[i] = add_product(states_[i], 0.5 * step_symbol(), value_at(problem_, rows_.drive[i], stage));
  }

  void solve_friction() {
    const Stage middle = stage_at(problem_, 0.5, states_);  // of loadings, which see the time only
    const auto loadings = noise_terms_at(problem_, middle);
    for (std::size_t i = 0; i < states_.size(); ++i) {
      if (!rows_.is_velocity[i]) continue;
      if (!rows_.friction[i].is_constant(0.0)) states_[i] = exp(-rows_.friction[i] * step_symbol()) * states_[i];
      const Expression kept = kept_noise(rows_.friction[i]);
      for (std::size_t k = 0; k < loadings[i].size(); ++k)
        states_[i] = add_product(states_[i], loadings[i][k] * kept, increment_symbol(problem_.rows[i].noise[k].source));
    }
  }

  const StepProblem& problem_;
  LangevinRows rows_;
  std::vector<Expression> states_;
};

std::vector<StepRow> step(const StepProblem& problem) { return Splitting(problem).step(); }

}  // namespace

Scheme baoab_scheme() {
  Scheme scheme{"baoab",
                "BAOAB: splitting of underdamped Langevin equations",
                "Leimkuhler & Matthews 2013, Appl. Math. Res. eXpress 2013:34",
                Calculus::ito,
                {{NoiseClass::none, 2.0, 2.0}, {NoiseClass::additive, 1.0, 2.0}},
                2,
                1,
                &step};
  scheme.fit = &fit;
  return scheme;
}

}  // namespace dosde
