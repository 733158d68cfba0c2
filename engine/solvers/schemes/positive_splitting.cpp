#include "engine/solvers/schemes/positive_splitting.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/mean_growth.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/positive_rows.hpp"
#include "engine/solvers/stage.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

/// Has the row noise that vanishes with its state? Its law is of the states that are not negative.
bool must_stay_positive(const ShapedRow& row) { return !row.sources.empty() && row.shape != NoiseShape::constant; }

SchemeFit fit(const StepProblem& problem) {
  const PositiveRows found = read_positive_rows(problem);
  SchemeFit fit;
  fit.misfit = found.misfit;
  for (std::size_t i = 0; i < found.rows.size() && !fit.misfit; ++i)
    if (must_stay_positive(found.rows[i])) fit.positive.push_back(problem.rows[i].name);
  return fit;
}

class Splitting {
 public:
  explicit Splitting(const StepProblem& problem)
      : problem_(problem), rows_(read_positive_rows(problem).rows), states_(present_states(problem)) {}

  std::vector<StepRow> step() {
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (must_stay_positive(rows_[i])) states_[i] = where(states_[i] >= 0.0, states_[i], not_converged());
    take_drift(0.0);
    take_noise();
    take_drift(0.5);
    return rows_of(problem_, states_);
  }

 private:
  /// Half a step of the drift from t + c h on.
  void take_drift(double c) {
    const Stage first = stage_at(problem_, c, states_);
    const Stage second = stage_at(problem_, c + 0.5, moved(first, first));
    states_ = moved(first, second);
  }

  /// The states after half a step of a drift that is the mean of two stages'.
  [[nodiscard]] std::vector<Expression> moved(const Stage& first, const Stage& second) const {
    const Expression half = 0.5 * step_symbol();
    std::vector<Expression> next;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const auto mean = [&](const Expression& formula) {
        return mean_of(value_at(problem_, formula, first), value_at(problem_, formula, second));
      };
      const ShapedRow& row = rows_[i];
      if (!row.stays_positive) {
        next.push_back(add_product(states_[i], half, mean(problem_.rows[i].drift)));
        continue;
      }
      const Expression rate = mean(row.rate), z = rate * half;
      const Expression grown = rate.is_constant(0.0) ? states_[i] : exp(z) * states_[i];
      next.push_back(add_product(grown, half * mean_growth(rate, z), mean(row.production)));
    }
    return next;
  }

  void take_noise() {
    const Stage middle = stage_at(problem_, 0.5, states_);  // of scales, which see the time only
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const ShapedRow& row = rows_[i];
      Expression noise;
      for (std::size_t k = 0; k < row.sources.size(); ++k)
        noise = add_product(noise, value_at(problem_, row.scales[k], middle), increment_symbol(row.sources[k]));
      if (row.sources.empty()) continue;
      Expression& x = states_[i];
      switch (row.shape) {
        case NoiseShape::constant:
          x = x + noise;
          break;
        case NoiseShape::root: {
          const Expression root = fma(0.5, noise, sqrt(x));
          x = root * root;
          break;
        }
        case NoiseShape::geometric:
          x = x * exp(noise);
          break;
      }
    }
  }

  const StepProblem& problem_;
  std::vector<ShapedRow> rows_;
  std::vector<Expression> states_;
};

std::vector<StepRow> step(const StepProblem& problem) { return Splitting(problem).step(); }

}  // namespace

Scheme positive_splitting_scheme() {
  Scheme scheme{"positive_splitting",
                "splitting for square-root and geometric rows that stay positive",
                "Ninomiya & Victoir 2008, Appl. Math. Finance 15:107; Alfonsi 2010, Math. Comp. 79:209",
                Calculus::ito,
                {{NoiseClass::none, 2.0, 2.0},
                 {NoiseClass::additive, 1.0, 2.0},
                 {NoiseClass::scalar, 1.0, 2.0},
                 {NoiseClass::diagonal, 1.0, 2.0},
                 {NoiseClass::commutative, 1.0, 2.0}},
                4,
                1,
                &step};
  scheme.fit = &fit;
  scheme.gap_cause = "it is negative, and positive_splitting is for states that are not: set it to 0 or more";
  return scheme;
}

}  // namespace dosde
