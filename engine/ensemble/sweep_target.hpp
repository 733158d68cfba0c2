#pragma once

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// The number that a target names in the experiment; nullptr where there is none, or no bare number.
Expression* find_number(Experiment& experiment, const SweepTarget& target);

/// Would a symbol in the number's place be another formula than the number? So where it may come into an exponent:
/// x^2 is x*x by definition, x^c is not. (A parameter is a symbol anyway. All else that folds with a number has the
/// bits of the formula with a symbol, but for the sign of a zero: engine/expression/simplify.cpp.)
bool may_become_exponent(const Experiment& experiment, const SweepTarget& target);

}  // namespace dosde
