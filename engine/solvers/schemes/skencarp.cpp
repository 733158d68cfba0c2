#include "engine/solvers/schemes/skencarp.hpp"

#include "engine/expression/functions.hpp"
#include "engine/solvers/newton.hpp"
#include "engine/solvers/sra.hpp"
#include "engine/solvers/step_symbols.hpp"

namespace dosde {
namespace {

constexpr double gamma = 0.435866521508459;

/// The table of the family of additive-noise methods, with the implicit diagonal: row i of a0 has i + 1 entries.
const SraTableau& tableau() {
  static const SraTableau coefficients = {
      .c0 = {0.0, 2.0 * gamma, 0.6, 1.0},
      .c1 = {0.0, 0.0, 0.0, 1.0},
      .a0 = {{},
             {gamma, gamma},
             {0.2576482460664272, -0.09351476757488625, gamma},
             {0.18764102434672383, -0.595297473576955, 0.9717899277217721, gamma}},
      .b0 = {{}, {-12.246764387585056}, {0.0, 0.0}, {0.0, 0.0, -14.432096958608753}},
      .alpha = {0.18764102434672383, -0.595297473576955, 0.9717899277217721, gamma},
      .beta1 = {0.0, 0.0, 0.0, 1.0},
      .beta2 = {1.0, 0.0, 0.0, -1.0}};
  return coefficients;
}

std::vector<StepRow> step(const StepProblem& problem) { return take_sra_step(problem, tableau()); }

}  // namespace

Scheme skencarp_scheme() {
  Scheme scheme = make_sra_scheme("skencarp", "SKenCarp: implicit Runge–Kutta of strong order 3/2 for additive noise",
                                  "Rackauckas & Nie 2018, arXiv 1804.04344", 3.0, 4, &step, tableau());
  scheme.drift_evaluations = 1 + 3 * newton_iterations;
  scheme.drift_step = DriftStep::solved;
  return scheme;
}

}  // namespace dosde
