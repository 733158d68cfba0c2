#pragma once

#include "engine/analysis/abduction/abduction.hpp"

namespace dosde {

/// The chance of a χ² of so many degrees at least as far in its tails: two-sided.
double chi_square_chance(double square, double degrees);

/// Fills in variances and autocorrelations of the whitened increments of each source, over the first draw of every
/// observed trajectory. They are standard normal and independent, those that were drawn too, if the model is right.
void judge_increments(Abduction& found);

}  // namespace dosde
