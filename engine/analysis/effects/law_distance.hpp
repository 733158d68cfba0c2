#pragma once

#include <span>

namespace dosde {

/// Distances between the empirical laws of two samples of one variable, and what chance alone would make of them: a
/// distance near its floor is no evidence that the laws differ. NaN where a sample is empty.
struct LawDistance {
  double wasserstein = 0.0;        ///< ∫ |F1 - F0| dx
  double wasserstein_floor = 0.0;  ///< its mean under equal laws
  double energy = 0.0;             ///< (2 ∫ (F1 - F0)² dx)^½
  double energy_floor = 0.0;       ///< root of the mean of its square under equal laws
};

/// Of pairs: all three in ascending order, `sorted_minima` the smaller value of each pair. The floors are the exact
/// means over all ways to swap the two values of pairs, which no equal laws (of exchangeable pairs) would notice: where
/// x parts k pairs, n (F1 - F0) is a sum of k random signs. (From k = 1025 on E|sum| is √(2k/π), 1/4k too large.)
LawDistance paired_law_distance(std::span<const double> sorted, std::span<const double> sorted_reference,
                                std::span<const double> sorted_minima);

/// Of two independent samples in ascending order: F1 - F0 as normal with the variance F (1 - F) (1/n1 + 1/n0) of equal
/// laws, F pooled.
LawDistance independent_law_distance(std::span<const double> sorted, std::span<const double> sorted_reference);

}  // namespace dosde
