#include "engine/analysis/abstraction/law_gap.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "engine/analysis/abstraction/energy_gap.hpp"
#include "engine/analysis/abstraction/gaussian_gap.hpp"
#include "engine/analysis/abstraction/kernel_gap.hpp"
#include "engine/analysis/abstraction/mean_gap.hpp"
#include "engine/analysis/effects/fourier_features.hpp"
#include "engine/analysis/effects/kernel_distance.hpp"
#include "engine/analysis/effects/law_distance.hpp"
#include "tests/engine/analysis/abstraction/samples_of_laws.hpp"

namespace dosde {
namespace {

using Estimator = std::function<DistanceEstimate(Sampling, const LawSample&, const LawSample&)>;

struct NamedEstimator {
  const char* name;
  Estimator estimate;
};

std::vector<NamedEstimator> all_estimators(std::size_t variables) {
  const std::vector<std::string> names = {"x", "y", "z"};
  const std::vector<double> normals =
      feature_normals(5, 64, {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(variables)});
  return {{"mean", [](auto s, auto& a, auto& b) { return estimate_mean_gap(s, a, b).distance; }},
          {"gaussian", [](auto s, auto& a, auto& b) { return estimate_gaussian_gap(s, a, b, 7); }},
          {"kernel", [normals](auto s, auto& a, auto& b) { return estimate_kernel_gap(s, a, b, normals); }},
          {"energy", [](auto s, auto& a, auto& b) { return estimate_energy_gap(s, a, b); }}};
}

/// Of four numbers, by hand: means 2 and 5; |X - Y| 4, 6, 0, 2 (mean 3), |X - X'| mean 2, |Y - Y'| mean 1.
TEST(LawGap, of_few_values_is_known) {
  const LawSample one = sample_of({0.0, 4.0}), other = sample_of({4.0, 6.0});
  const MeanGap means = estimate_mean_gap(Sampling::independent, one, other);
  EXPECT_DOUBLE_EQ(means.gap[0], -3.0);
  EXPECT_DOUBLE_EQ(means.distance.value, 3.0);
  EXPECT_DOUBLE_EQ(means.gap_error[0], std::sqrt(8.0 / 2.0 + 2.0 / 2.0));
  EXPECT_DOUBLE_EQ(estimate_gaussian_gap(Sampling::independent, one, other, 1).value, std::sqrt(9.0 + 1.0));
  const DistanceEstimate energy = estimate_energy_gap(Sampling::independent, one, other);
  EXPECT_DOUBLE_EQ(energy.value, std::sqrt(6.0 - 2.0 - 1.0));
  // Dealt out again: the six ways to choose two of 0, 4, 4, 6 for the first sample.
  const double values[] = {0.0, 4.0, 4.0, 6.0};
  double squares = 0.0;
  for (int i = 0; i < 4; ++i)
    for (int j = i + 1; j < 4; ++j) {
      std::vector<double> chosen = {values[i], values[j]}, rest;
      for (int k = 0; k < 4; ++k)
        if (k != i && k != j) rest.push_back(values[k]);
      const double square = estimate_energy_gap(Sampling::independent, sample_of(chosen), sample_of(rest)).value;
      squares += square * square / 6.0;
    }
  EXPECT_NEAR(energy.floor, std::sqrt(squares), 1e-14);
}

/// The same definitions in one variable and one time: engine/analysis/effects.
TEST(LawGap, agrees_with_the_distances_of_effects) {
  Samples samples(1);
  const LawSample one = moved(normal_sample(samples, 200, 1), 0.4), other = normal_sample(samples, 300, 1);
  const DistanceEstimate energy = estimate_energy_gap(Sampling::independent, one, other);
  EXPECT_NEAR(energy.value, independent_law_distance(sorted(one.values), sorted(other.values)).energy, 1e-12);
  const LawSample paired = moved(one, -0.3);
  for (const auto& [sampling, second] :
       {std::pair{Sampling::independent, other}, std::pair{Sampling::paired, paired}}) {
    const KernelDistance known = KernelDistanceEstimator(5, 64, {"x"}).distance(sampling, one.values, second.values);
    const DistanceEstimate found = estimate_kernel_gap(sampling, one, second, feature_normals(5, 64, {"x"}));
    EXPECT_NEAR(found.value, known.mmd, 1e-13);
    EXPECT_NEAR(found.floor, known.floor, 1e-13);
  }
  const LawDistance pairs =
      paired_law_distance(sorted(one.values), sorted(paired.values), minima(one.values, paired.values));
  EXPECT_NEAR(estimate_energy_gap(Sampling::paired, one, paired).floor, pairs.energy_floor, 1e-12);
}

TEST(LawGap, of_equal_samples_is_nothing) {
  Samples samples(2);
  const LawSample one = normal_sample(samples, 100, 2, 3);
  for (const NamedEstimator& estimator : all_estimators(2)) {
    const DistanceEstimate found = estimator.estimate(Sampling::paired, one, one);
    EXPECT_LT(found.value, 1e-14) << estimator.name;
    EXPECT_LT(found.error, 1e-14) << estimator.name;
    EXPECT_LT(found.floor, 1e-14) << estimator.name;
  }
  EXPECT_EQ(estimate_mean_gap(Sampling::paired, one, one).gap, (std::vector<double>{0.0, 0.0}));
}

/// Equal laws: over 200 repetitions of 64 trajectories of 2 correlated times the mean of squared distances is that of
/// squared floors. A squared distance has a relative spread below 1.5 (one degree of freedom: √2); k = 4.5 over 8
/// cases: false alarms 5e-5. 2 % for the pooled mean of the kernel's floor and the divisors n and n - 1.
TEST(LawGap, floors_are_means_under_equal_laws) {
  for (const Sampling sampling : {Sampling::paired, Sampling::independent}) {
    std::vector<double> squares(4, 0.0), floors(4, 0.0);
    Samples samples(3);
    constexpr int repetitions = 200;
    for (int k = 0; k < repetitions; ++k) {
      LawSample one = normal_sample(samples, 64, 2, 2), other = normal_sample(samples, 64, 2, 2);
      for (LawSample* sample : {&one, &other})  // times of one trajectory are alike
        for (std::size_t n = 0; n < 64; ++n)
          for (std::size_t v = 0; v < 2; ++v)
            sample->values[(2 * n + 1) * 2 + v] =
                0.8 * sample->values[2 * n * 2 + v] + 0.6 * sample->values[(2 * n + 1) * 2 + v];
      if (sampling == Sampling::paired)
        for (std::size_t i = 0; i < one.values.size(); ++i) one.values[i] = 0.6 * one.values[i] + 0.8 * other.values[i];
      const auto estimators = all_estimators(2);
      for (std::size_t e = 0; e < estimators.size(); ++e) {
        const DistanceEstimate found = estimators[e].estimate(sampling, one, other);
        squares[e] += found.value * found.value / repetitions;
        floors[e] += found.floor * found.floor / repetitions;
      }
    }
    for (std::size_t e = 0; e < 4; ++e)
      EXPECT_NEAR(squares[e] / floors[e], 1.0, 4.5 * 1.5 / std::sqrt(repetitions) + 0.02) << all_estimators(2)[e].name;
  }
}

/// Laws half a deviation apart: over 150 repetitions the spread of the estimates is the error that they tell. A
/// standard deviation from 150 values has a relative error of 5.8 %, the mean of the errors of 1 % (each 13 %); k = 4.5
/// over 8.
TEST(LawGap, errors_are_the_spread_of_the_estimates) {
  for (const Sampling sampling : {Sampling::paired, Sampling::independent}) {
    std::vector<double> sums(4, 0.0), squares(4, 0.0), errors(4, 0.0);
    Samples samples(4);
    constexpr int repetitions = 150;
    for (int k = 0; k < repetitions; ++k) {
      LawSample one = moved(normal_sample(samples, 320, 2), 0.5), other = normal_sample(samples, 320, 2);
      if (sampling == Sampling::paired)
        for (std::size_t i = 0; i < one.values.size(); ++i) one.values[i] += other.values[i];
      const auto estimators = all_estimators(2);
      for (std::size_t e = 0; e < estimators.size(); ++e) {
        const DistanceEstimate found = estimators[e].estimate(sampling, one, other);
        sums[e] += found.value / repetitions;
        squares[e] += found.value * found.value / repetitions;
        errors[e] += found.error * found.error / repetitions;
      }
    }
    for (std::size_t e = 0; e < 4; ++e) {
      const double spread = std::sqrt((squares[e] - sums[e] * sums[e]) * repetitions / (repetitions - 1.0));
      EXPECT_NEAR(std::sqrt(errors[e]) / spread, 1.0, 4.5 * 0.06) << all_estimators(2)[e].name;
    }
  }
}

/// Normal laws N(0, 1) and N(1, 4) in closed form: W2² = 1 + 1; k = 5.
TEST(LawGap, of_normal_laws_is_known) {
  Samples samples(5);
  const LawSample one = normal_sample(samples, 20000, 1);
  LawSample other = normal_sample(samples, 20000, 1);
  for (double& value : other.values) value = 1.0 + 2.0 * value;
  const DistanceEstimate found = estimate_gaussian_gap(Sampling::independent, one, other, 3);
  EXPECT_NEAR(found.value, std::sqrt(2.0), 5.0 * found.error);
  EXPECT_LT(found.error, 0.02);
  EXPECT_LT(found.floor, 0.05);
}

TEST(LawGap, says_nothing_of_too_few) {
  Samples samples(6);
  const LawComparison comparison(1, 64, {"x"});
  const DiagramGap few =
      comparison.compare(Sampling::independent, normal_sample(samples, 63, 1), normal_sample(samples, 64, 1));
  EXPECT_EQ(few.micro_trajectories, 63);
  EXPECT_TRUE(std::isnan(few.gaussian.value));
  EXPECT_TRUE(std::isnan(few.gap[0]));
  DiagramGap enough =
      comparison.compare(Sampling::independent, normal_sample(samples, 64, 1), normal_sample(samples, 64, 1));
  EXPECT_GT(enough.gaussian.value, 0.0);
  EXPECT_GT(enough.gaussian.floor, 0.0);
  const LawSample far = moved(normal_sample(samples, 64, 1), 3.0);
  comparison.compare_with_point(far, {0.0}, enough);
  EXPECT_NEAR(enough.mean.value, 3.0, 5.0 / 8.0);
  EXPECT_EQ(enough.macro_mean, std::vector<double>{0.0});
}

}  // namespace
}  // namespace dosde
