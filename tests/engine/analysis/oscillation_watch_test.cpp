#include "engine/analysis/oscillation_watch.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/analysis/plain_experiment.hpp"

namespace dosde {
namespace {

using Complex = std::complex<double>;

/// Euler's steps of 1/16: an oscillation of rate λ is multiplied by 1 + λ/16.
OscillationWatch make_watch(const char* scheme = "euler_maruyama") {
  Experiment experiment = experiment_of({make_variable("x", "-x", noise("x", "1"), Expression(0.0))});
  experiment.scheme = scheme;
  return OscillationWatch(compile_run(experiment));
}

Eigen::VectorXcd pair_of(double damping, double frequency) {
  return Eigen::VectorXcd{{Complex(-damping, frequency), Complex(-damping, -frequency)}};
}

TEST(OscillationWatch, NotesWhatIsDampedByLessThanHalfForLongEnough) {
  // |1 + hλ|² = (1 - ha)² + (hb)²: the damping that is left is about a - h b²/2.
  OscillationWatch watch = make_watch();
  watch.rest(pair_of(1.0, 3.5), 1e3);  // 0.64
  EXPECT_FALSE(watch.worst());
  watch.rest(pair_of(1.0, 4.5), 0.1);  // 0.38, but for a time in which that is no matter
  EXPECT_FALSE(watch.worst());
  watch.rest(pair_of(1.0, 4.5), 1e3);
  ASSERT_TRUE(watch.worst());
  EXPECT_EQ(watch.worst()->rate, Complex(-1.0, 4.5));
  EXPECT_NEAR(watch.worst()->factor, std::hypot(1.0 - 1.0 / 16.0, 4.5 / 16.0), 1e-12);
  EXPECT_NEAR(watch.worst()->longest, 2.0 / (1.0 + 4.5 * 4.5), 1e-9);
  EXPECT_NEAR(
      std::log(std::hypot(1.0 - watch.worst()->faithful, 4.5 * watch.worst()->faithful)) / watch.worst()->faithful,
      -0.9, 1e-9);
  EXPECT_TRUE(std::isinf(watch.worst()->after));
  watch.rest(pair_of(1.0, 7.0), 1e3);  // the worse one
  EXPECT_EQ(watch.worst()->rate, Complex(-1.0, 7.0));
}

TEST(OscillationWatch, IsNotForRealRatesNorForWhatGrowsByItself) {
  OscillationWatch watch = make_watch();
  watch.rest(Eigen::VectorXcd{{Complex(-100.0, 0.0), Complex(-1.0, 0.0)}}, 1e3);
  watch.rest(pair_of(-1.0, 10.0), 1e3);
  EXPECT_FALSE(watch.worst());
  OscillationWatch idle = make_watch("implicit_euler_maruyama");
  EXPECT_TRUE(idle.is_idle());
  idle.rest(pair_of(1.0, 100.0), 1e3);
  EXPECT_FALSE(idle.worst());
}

TEST(OscillationWatch, NotesWhatHasNoDampingAndGrowsForLongEnough) {
  // |1 + iωh|: Euler's amplitude grows at log(1 + (10/16)²) * 16/2 = 2.64, and twice the square is a growth by 0.3466.
  const double growth = 8.0 * std::log1p(100.0 / 256.0);
  OscillationWatch watch = make_watch();
  watch.rest(pair_of(0.0, 10.0), 0.34 / growth);
  EXPECT_FALSE(watch.worst());
  watch.rest(pair_of(1e-9, 10.0), 0.35 / growth);  // rounding
  ASSERT_TRUE(watch.worst());
  EXPECT_EQ(watch.worst()->rate, Complex(0.0, 10.0));
  EXPECT_NEAR(watch.worst()->growth, growth, 1e-12);
  EXPECT_NEAR(watch.worst()->time, 0.35 / growth, 1e-15);
  const double step = watch.worst()->faithful;
  EXPECT_NEAR(0.5 / step * std::log1p(100.0 * step * step) * watch.worst()->time, std::log(1.1), 1e-9);
  // Heun's |R|² is 1 + z⁴/4.
  const double of_heun = 8.0 * std::log1p(std::pow(10.0 / 16.0, 4) / 4.0);
  OscillationWatch heun = make_watch("stochastic_heun");
  heun.rest(pair_of(0.0, 10.0), 0.34 / of_heun);
  EXPECT_FALSE(heun.worst());
  heun.rest(pair_of(0.0, 10.0), 0.35 / of_heun);
  EXPECT_TRUE(heun.worst());
  // Steps that damp it are another matter: |R|² = 1 - z⁴/12 + z⁶/36 of three stages of order 3.
  OscillationWatch kutta = make_watch("sra3");
  kutta.rest(pair_of(0.0, 10.0), 1e3);
  EXPECT_FALSE(kutta.worst());
}

TEST(OscillationWatch, LetsPathsPass) {
  // It grows at about h b²/2 - a = 31.25 - 1 in the steps: e^30 a unit of time, so that a tenth of one is a factor
  // of 20.
  const auto growing = pair_of(1.0, 31.0), damped = pair_of(1.0, 1.0);
  OscillationWatch watch = make_watch();
  for (int turn = 0; turn < 20; ++turn) {  // of every ten places one is no such
    for (int place = 0; place < 9; ++place) watch.pass(growing, 0.0, 0.1);
    watch.pass(damped, 0.0, 0.1);
  }
  for (int path = 0; path < 5; ++path) {
    watch.leave();
    for (int place = 0; place < 5; ++place) watch.pass(growing, 0.0, 0.1);
  }
  EXPECT_FALSE(watch.worst());
  watch.leave();
  for (int place = 0; place < 20; ++place) watch.pass(growing, place * 1e-6, 1e-6);
  EXPECT_FALSE(watch.worst()) << "too short to grow";
  watch.leave();
  for (int place = 0; place < 20; ++place) watch.pass(growing, 2.0 + place, 0.1);
  ASSERT_TRUE(watch.worst());
  EXPECT_EQ(watch.worst()->after, 2.0);
}

}  // namespace
}  // namespace dosde
