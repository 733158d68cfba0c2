#include "engine/solvers/schemes/sosra.hpp"

#include "engine/solvers/sra.hpp"

namespace dosde {
namespace {

const SraTableau& tableau() {
  static const SraTableau coefficients = {.c0 = {0.0, 0.6923962376159507, 1.0},
                                          .c1 = {0.0, 0.041248171110700504, 1.0},
                                          .a0 = {{}, {0.6923962376159507}, {-3.1609142252828395, 4.1609142252828395}},
                                          .b0 = {{}, {1.3371632704399763}, {1.442371048468624, 1.8632741501139225}},
                                          .alpha = {0.2889874966892885, 0.6859880440839937, 0.025024459226717772},
                                          .beta1 = {-16.792534242221663, 17.514995785380226, 0.27753845684143835},
                                          .beta2 = {0.4237535769074274, 0.6010381474428539, -1.0247917243497813}};
  return coefficients;
}

std::vector<StepRow> step(const StepProblem& problem) { return take_sra_step(problem, tableau()); }

}  // namespace

Scheme sosra_scheme() {
  return make_sra_scheme("sosra", "SOSRA: stability-optimised Runge–Kutta of strong order 3/2 for additive noise",
                         "Rackauckas & Nie 2018, arXiv:1804.04344", 2.0, 3, &step, tableau());
}

}  // namespace dosde
