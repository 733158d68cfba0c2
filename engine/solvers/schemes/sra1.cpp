#include "engine/solvers/schemes/sra1.hpp"

#include "engine/solvers/sra.hpp"

namespace dosde {
namespace {

const SraTableau& tableau() {
  static const SraTableau coefficients = {.c0 = {0.0, 3.0 / 4.0},
                                          .c1 = {1.0, 0.0},
                                          .a0 = {{}, {3.0 / 4.0}},
                                          .b0 = {{}, {3.0 / 2.0}},
                                          .alpha = {1.0 / 3.0, 2.0 / 3.0},
                                          .beta1 = {1.0, 0.0},
                                          .beta2 = {-1.0, 1.0}};
  return coefficients;
}

std::vector<StepRow> step(const StepProblem& problem) { return take_sra_step(problem, tableau()); }

}  // namespace

Scheme sra1_scheme() {
  return make_sra_scheme("sra1", "SRA1: Runge–Kutta of strong order 3/2 for additive noise",
                         "Rößler 2010, SIAM J. Numer. Anal. 48:922, table 6.3", 2.0, 2, &step, tableau());
}

}  // namespace dosde
