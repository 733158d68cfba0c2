#pragma once

#include <span>
#include <vector>

namespace dosde {

/// Draws of several chains of equal length, [chain][draw].
struct Chains {
  std::vector<double> values;
  std::size_t chains = 0;
  std::size_t draws = 0;
};

/// How well chains agree and how many independent draws they are worth (Vehtari, Gelman, Simpson, Carpenter & Bürkner,
/// Bayesian Analysis 16 (2021) 667). NaN where the draws do not tell: fewer than four a chain, or all equal.
struct Mixing {
  double rhat = 0.0;        ///< rank-normalised split-R-hat, the larger one of location and of spread; 1 is the best
  double ess_bulk = 0.0;    ///< effective sample size of the middle of the law
  double ess_tail = 0.0;    ///< … of its 5 % and 95 % quantiles, the smaller one
  double mean_error = 0.0;  ///< Monte Carlo standard error of the mean
};
Mixing examine_mixing(const Chains& chains);

/// Effective sample size of the mean over the draws, chains split in two: Geyer's initial monotone sequence of the
/// autocorrelations of all chains together.
double effective_sample_size(const Chains& chains);

}  // namespace dosde
