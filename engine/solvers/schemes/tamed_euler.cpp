#include "engine/solvers/schemes/tamed_euler.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/schemes/euler_maruyama.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<StepRow> next;
  for (FreeRow row : problem.rows) {
    row.drift = row.drift / (1.0 + step_symbol() * abs(row.drift));
    next.push_back({row.variable, euler_maruyama_row(row)});
  }
  return next;
}

}  // namespace

Scheme tamed_euler_scheme() {
  return {"tamed_euler",
          "tamed Euler–Maruyama",
          "Hutzenthaler, Jentzen & Kloeden 2012, Ann. Appl. Probab. 22:1611",
          Calculus::ito,
          orders_on_any_noise({1.0, 1.0}, {1.0, 1.0}, {0.5, 1.0}, {0.5, 1.0}),
          1,
          1,
          &step};
}

}  // namespace dosde
