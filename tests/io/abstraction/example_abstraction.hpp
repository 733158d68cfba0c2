#pragma once

#include "engine/analysis/abstraction/abstraction.hpp"

namespace dosde {

/// Two scenarios of a derived model of one variable, one of which cannot be compared; numbers made up.
inline Abstraction example_abstraction() {
  Abstraction abstraction;
  abstraction.form = MacroForm::equilibrium_scm;
  abstraction.sampling = Sampling::paired;
  abstraction.variables = {"x"};
  abstraction.formulas = {"a + b"};
  abstraction.windows = {{5.0, 5.0}};
  abstraction.reference = "observed";
  abstraction.scm = {{"a", "0.5*b", true}, {"b", "the zero of b - b^3 in b", false}};
  DiagramGap gap;
  gap.micro_trajectories = gap.macro_trajectories = 100;
  gap.micro_mean = {1.5};
  gap.macro_mean = {1.0};
  gap.gap = {0.5};
  gap.gap_error = {0.25};
  gap.mean = {0.5, 0.25, 0.125};
  gap.gaussian = gap.kernel = gap.energy = {1.0, 0.5, 0.75};
  abstraction.diagrams = {{{"observed", "observed"}, {gap}, {}},
                          {{"held", "held"}, {gap}, {"it has no answer", "it moves"}}};
  return abstraction;
}

}  // namespace dosde
