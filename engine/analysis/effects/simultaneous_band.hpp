#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace dosde {

/// Trajectories of one world as they enter the process below: contributions[n * width + s] of trajectory n to sample s,
/// (d - mean d) / (count · standard error), 0 where it takes no part. Pairs are one world, independent samples two.
struct WorldRows {
  std::span<const double> contributions;
  std::int64_t width = 0;  ///< samples a trajectory
};

/// Critical values of simultaneous ("sup-t") confidence bands of effects over many samples, a sample being one time and
/// variable, by the multiplier bootstrap (Giné and Zinn 1990; Chernozhukov, Chetverikov and Kato 2013; sup-t bands:
/// Montiel Olea and Plagborg-Møller 2019):
///
///     t*_b(s) = Σ_n ξ_bn (d_n(s) - mean d(s)) / (count · standard error(s)),   M_b = max over s of |t*_b(s)|,
///
/// with random signs ξ (one a trajectory and draw, the same for all samples, so that t* has the correlations of the
/// effects), and the critical value is the ⌈confidence (B + 1)⌉-th smallest of M_1 … M_B. Signs are a pure function of
/// (seed, world, trajectory, draw), sums have a fixed order: the same bits on every machine.
///
/// Cost: eight trajectories at a time, whose 256 signed sums are made once and looked up by all draws.
class SimultaneousBand {
 public:
  /// `draws`: B, a positive multiple of 4. Sample s belongs to variable s mod `variables`.
  SimultaneousBand(std::uint64_t seed, std::int64_t draws, std::int64_t variables);

  /// Takes the samples first_sample … of all trajectories, 0, 1, …, of one or two worlds of equal width.
  void add(std::int64_t first_sample, std::span<const WorldRows> worlds);

  /// Over all samples of one variable so far; 0 where none of them varies. Infinity where there are too few draws for
  /// the confidence (fewer than confidence / (1 - confidence)).
  [[nodiscard]] double critical_value(std::int64_t variable, double confidence) const;
  /// Over all samples of all variables.
  [[nodiscard]] double joint_critical_value(double confidence) const;

 private:
  void draw_signs(std::uint64_t world, std::int64_t first_trajectory, std::int64_t count);
  void add_rows(const WorldRows& rows, std::int64_t first_trajectory, std::int64_t count);

  std::uint64_t key_;
  std::int64_t draws_;
  std::int64_t variables_;
  std::vector<std::uint8_t> signs_;  ///< [group of eight trajectories][draw], a bit each
  std::vector<double> sums_;         ///< [strip of samples][draw][sample of the strip]
  std::vector<double> suprema_;      ///< [draw][variable]
};

/// The family of a band: its confidence, and over how many samples it is to hold.
struct BandFamily {
  double confidence = 0.95;
  std::int64_t samples = 1;
};

/// Half the width of a band at one sample with ν degrees of freedom: the standard error times the critical value c,
/// stretched from the normal law to Student's, t⁻¹(Φ(c √((ν + 1)/ν))): the differences from their own mean, which the
/// signs move, are short by that root. Never below the pointwise interval. Below 30 trajectories (ν < 29) there are too
/// few signs for the law of a maximum: the interval is then Bonferroni's over the family, which is wider than it must
/// be where samples move together. NaN where the error is.
double band_half_width(double critical_value, double standard_error, double degrees_of_freedom,
                       const BandFamily& family);

}  // namespace dosde
