#include "engine/solvers/schemes/weak_euler.hpp"

#include "engine/solvers/schemes/euler_maruyama.hpp"

namespace dosde {
namespace {

std::vector<StepRow> step(const StepProblem& problem) {
  std::vector<StepRow> next;
  for (const auto& row : problem.rows) next.push_back({row.variable, euler_maruyama_row(row)});
  return next;
}

}  // namespace

Scheme weak_euler_scheme() {
  return {"weak_euler",
          "weak Euler with two-point variables",
          "Kloeden & Platen 1992, 14.1",
          Calculus::ito,
          weak_orders(1.0, 1.0),
          1,
          1,
          &step,
          PathDetail::two_points};
}

}  // namespace dosde
