#include "engine/solvers/schemes/dri1.hpp"

#include <cmath>

#include "engine/solvers/weak_runge_kutta.hpp"

namespace dosde {
namespace {

const WeakTableau& tableau() {
  static const double root6 = std::sqrt(6.0);
  static const double b1 = 3.0 * std::sqrt(38.0 / 491.0);
  static const double b2_first = -214.0 / 513.0 * std::sqrt(1105.0 / 991.0);
  static const double b2_other = -491.0 / 513.0 * std::sqrt(221.0 / 4955.0);
  static const double s = std::sqrt(491.0 / 38.0) / 6.0;
  static const double q = std::sqrt(4955.0 / 221.0) / 8.0;
  static const WeakTableau coefficients = {
      .c0 = {0.0, 0.5, 1.0},
      .c1 = {0.0, 342.0 / 491.0, 342.0 / 491.0},
      .a0 = {{}, {0.5}, {-1.0, 2.0}},
      .a1 = {{}, {342.0 / 491.0}, {342.0 / 491.0, 0.0}},
      .b0 = {{}, {(6.0 - root6) / 10.0}, {(3.0 + 2.0 * root6) / 5.0, 0.0}},
      .b1 = {{}, {b1}, {-b1, 0.0}},
      .b2 = {{0.0, 0.0, 0.0}, {b2_first, b2_other, b2_other}, {-b2_first, -b2_other, -b2_other}},
      .alpha = {1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0},
      .beta1 = {193.0 / 684.0, 491.0 / 1368.0, 491.0 / 1368.0},
      .beta2 = {0.0, s, -s},
      .beta3 = {-4955.0 / 7072.0, 4955.0 / 14144.0, 4955.0 / 14144.0},
      .beta4 = {0.0, -q, q}};
  return coefficients;
}

std::vector<StepRow> step(const StepProblem& problem) { return take_weak_step(problem, tableau()); }

}  // namespace

Scheme dri1_scheme() {
  return {"dri1",
          "DRI1: Runge–Kutta of weak order 2",
          "Debrabant & Rößler 2009, Appl. Numer. Math. 59:582",
          Calculus::ito,
          weak_orders(3.0, 2.0),
          3,
          6,
          &step,
          PathDetail::three_points};
}

}  // namespace dosde
