#include "engine/solvers/schemes/sra3.hpp"

#include "engine/solvers/sra.hpp"

namespace dosde {
namespace {

const SraTableau& tableau() {
  static const SraTableau coefficients = {.c0 = {0.0, 1.0, 1.0 / 2.0},
                                          .c1 = {1.0, 0.0, 0.0},
                                          .a0 = {{}, {1.0}, {1.0 / 4.0, 1.0 / 4.0}},
                                          .b0 = {{}, {0.0}, {1.0, 1.0 / 2.0}},
                                          .alpha = {1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0},
                                          .beta1 = {1.0, 0.0, 0.0},
                                          .beta2 = {-1.0, 1.0, 0.0}};
  return coefficients;
}

std::vector<StepRow> step(const StepProblem& problem) { return take_sra_step(problem, tableau()); }

}  // namespace

Scheme sra3_scheme() {
  return make_sra_scheme("sra3", "SRA3: Runge–Kutta of strong order 3/2 for additive noise, order 3 without",
                         "Rößler 2010, SIAM J. Numer. Anal. 48:922, table 6.3", 3.0, 3, &step, tableau());
}

}  // namespace dosde
