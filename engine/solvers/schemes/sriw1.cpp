#include "engine/solvers/schemes/sriw1.hpp"

#include "engine/solvers/sri.hpp"

namespace dosde {
namespace {

const SriTableau& tableau() {
  static const SriTableau coefficients = {.c0 = {0.0, 3.0 / 4.0, 0.0, 0.0},
                                          .c1 = {0.0, 1.0 / 4.0, 1.0, 1.0 / 4.0},
                                          .a0 = {{}, {3.0 / 4.0}, {0.0, 0.0}, {0.0, 0.0, 0.0}},
                                          .b0 = {{}, {3.0 / 2.0}, {0.0, 0.0}, {0.0, 0.0, 0.0}},
                                          .a1 = {{}, {1.0 / 4.0}, {1.0, 0.0}, {0.0, 0.0, 1.0 / 4.0}},
                                          .b1 = {{}, {1.0 / 2.0}, {-1.0, 0.0}, {-5.0, 3.0, 1.0 / 2.0}},
                                          .alpha = {1.0 / 3.0, 2.0 / 3.0, 0.0, 0.0},
                                          .beta1 = {-1.0, 4.0 / 3.0, 2.0 / 3.0, 0.0},
                                          .beta2 = {-1.0, 4.0 / 3.0, -1.0 / 3.0, 0.0},
                                          .beta3 = {2.0, -4.0 / 3.0, -2.0 / 3.0, 0.0},
                                          .beta4 = {-2.0, 5.0 / 3.0, -2.0 / 3.0, 1.0}};
  return coefficients;
}

std::vector<StepRow> step(const StepProblem& problem) { return take_sri_step(problem, tableau()); }

}  // namespace

Scheme sriw1_scheme() {
  return make_sri_scheme("sriw1", "SRIW1: Runge–Kutta of strong order 3/2 for scalar and truly diagonal noise",
                         "Rößler 2010, SIAM J. Numer. Anal. 48:922, table 6.1", 2.0, 2.0, 2, 4, &step, tableau());
}

}  // namespace dosde
