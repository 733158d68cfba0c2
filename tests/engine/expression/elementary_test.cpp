// The elementary functions of one lane: accuracy, special cases, and the promise that every build has the same bits.
// That packs agree with them is tested in evaluate_test.cpp.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/expression/apply.hpp"
#include "tests/engine/expression/bits.hpp"

namespace dosde {
namespace {

using enum Operation;
using LongDouble = long double;

double apply(Operation operation, double a, double b = 0.0) { return apply_operation(operation, a, b, 0.0, 0); }

/// Distance from the true value in units in the last place of the nearest double.
double error_in_ulp(double value, LongDouble truth) {
  const double nearest = std::fabs(static_cast<double>(truth));
  const double ulp = std::nextafter(nearest, INFINITY) - nearest;
  return static_cast<double>(std::fabs(value - truth) / ulp);
}

struct UnaryCase {
  Operation operation;
  LongDouble (*truth)(LongDouble);
  double low, high;
  double tolerance = 1.0;
};

LongDouble true_sigmoid(LongDouble x) { return 1.0L / (1.0L + std::exp(-x)); }
LongDouble true_softplus(LongDouble x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); }

// The long double of x86 has 11 bits more than a double, so that its own error is below 0.001 ulp of a double.
const std::vector<UnaryCase> kUnary{{exp, &std::exp, -700, 700},
                                    {exp, &std::exp, -1, 1},
                                    {log, &std::log, 1e-300, 1e-290},
                                    {log, &std::log, 0.5, 2},
                                    {log, &std::log, 0, 1e6},
                                    {log1p, &std::log1p, -0.999, 10},
                                    {log1p, &std::log1p, 1e300, 1.79e308},
                                    {expm1, &std::expm1, -40, 40},
                                    {expm1, &std::expm1, -1e-3, 1e-3},
                                    {sqrt, &std::sqrt, 0, 1e9, 0.501},
                                    {cbrt, &std::cbrt, -1e3, 1e3},
                                    {sin, &std::sin, -100, 100},
                                    {cos, &std::cos, -100, 100},
                                    {tan, &std::tan, -10, 10},
                                    {sin, &std::sin, -1e15, 1e15},
                                    {cos, &std::cos, -1e15, 1e15},
                                    {asin, &std::asin, -1, 1},
                                    {acos, &std::acos, -1, 1},
                                    {atan, &std::atan, -50, 50},
                                    {sinh, &std::sinh, -710.47, 710.47},
                                    {sinh, &std::sinh, -1, 1},
                                    {cosh, &std::cosh, -710.47, 710.47},
                                    {tanh, &std::tanh, -25, 25},
                                    {tanh, &std::tanh, -1e-3, 1e-3},
                                    {sigmoid, &true_sigmoid, -600, 50, 3.0},
                                    {softplus, &true_softplus, -50, 50, 3.0}};

TEST(Elementary, UnaryFunctionsAreWithinAnUlp) {
  for (const UnaryCase& test : kUnary) {
    TestNumbers numbers(1);
    double worst = 0.0;
    double where = 0.0;
    for (int count = 0; count < 20000; ++count) {
      const double x = numbers.between(test.low, test.high);
      const double error = error_in_ulp(apply(test.operation, x), test.truth(x));
      if (!(error <= worst)) {
        worst = error;
        where = x;
      }
    }
    EXPECT_LE(worst, test.tolerance) << facts_of(test.operation).name << " at " << where;
  }
}

TEST(Elementary, BinaryFunctionsAreWithinAnUlp) {
  TestNumbers numbers(2);
  double worst_power = 0.0;
  double worst_atan2 = 0.0;
  for (int count = 0; count < 50000; ++count) {
    const double x = numbers.between(0.0, 10.0);
    const double y = numbers.between(-10.0, 10.0);
    worst_power = std::max(worst_power, error_in_ulp(apply(power, x, y), std::pow(LongDouble(x), LongDouble(y))));
    const double a = numbers.between(-10.0, 10.0);
    worst_atan2 = std::max(worst_atan2, error_in_ulp(apply(atan2, a, y), std::atan2(LongDouble(a), LongDouble(y))));
  }
  EXPECT_LE(worst_power, 1.0);
  EXPECT_LE(worst_atan2, 1.0);
}

/// Special cases of the C standard (ISO/IEC 9899:2018, annex F.10), with the sign of zeros.
TEST(Elementary, SpecialCasesAreTheStandards) {
  constexpr double inf = INFINITY;
  const double pi = std::acos(-1.0);
  struct Special {
    Operation operation;
    double a, b, value;
  };
  const std::vector<Special> specials{{exp, -inf, 0, 0.0},
                                      {exp, inf, 0, inf},
                                      {exp, 710, 0, inf},
                                      {exp, -746, 0, 0.0},
                                      {exp, -0.0, 0, 1.0},
                                      {log, 0.0, 0, -inf},
                                      {log, -0.0, 0, -inf},
                                      {log, 1, 0, 0.0},
                                      {log, -1, 0, NAN},
                                      {log, inf, 0, inf},
                                      {log, -inf, 0, NAN},
                                      {log1p, -0.0, 0, -0.0},
                                      {log1p, -1, 0, -inf},
                                      {log1p, -2, 0, NAN},
                                      {log1p, inf, 0, inf},
                                      {expm1, -0.0, 0, -0.0},
                                      {expm1, -inf, 0, -1.0},
                                      {expm1, inf, 0, inf},
                                      {sqrt, -0.0, 0, -0.0},
                                      {sqrt, -1, 0, NAN},
                                      {sqrt, inf, 0, inf},
                                      {cbrt, -0.0, 0, -0.0},
                                      {cbrt, -8, 0, -2.0},
                                      {cbrt, -inf, 0, -inf},
                                      {sin, -0.0, 0, -0.0},
                                      {sin, inf, 0, NAN},
                                      {cos, 0.0, 0, 1.0},
                                      {cos, -inf, 0, NAN},
                                      {tan, -0.0, 0, -0.0},
                                      {tan, inf, 0, NAN},
                                      {asin, -0.0, 0, -0.0},
                                      {asin, 1.5, 0, NAN},
                                      {asin, 1, 0, pi / 2},
                                      {acos, 1, 0, 0.0},
                                      {acos, -1.5, 0, NAN},
                                      {acos, -1, 0, pi},
                                      {atan, -0.0, 0, -0.0},
                                      {atan, inf, 0, pi / 2},
                                      {atan, -inf, 0, -pi / 2},
                                      {sinh, -0.0, 0, -0.0},
                                      {sinh, -inf, 0, -inf},
                                      {sinh, 711, 0, inf},
                                      {cosh, 0, 0, 1.0},
                                      {cosh, -inf, 0, inf},
                                      {cosh, -711, 0, inf},
                                      {tanh, -0.0, 0, -0.0},
                                      {tanh, inf, 0, 1.0},
                                      {tanh, -inf, 0, -1.0},
                                      {atan2, 0.0, -0.0, pi},
                                      {atan2, -0.0, -0.0, -pi},
                                      {atan2, -0.0, 0.0, -0.0},
                                      {atan2, 0.0, -1, pi},
                                      {atan2, 1, -inf, pi},
                                      {atan2, 1, inf, 0.0},
                                      {atan2, -1, 0.0, -pi / 2},
                                      {atan2, inf, 1, pi / 2},
                                      {power, -0.0, -3, -inf},
                                      {power, 0.0, -2, inf},
                                      {power, 0.0, -0.5, inf},
                                      {power, -0.0, 3, -0.0},
                                      {power, -0.0, 2.5, 0.0},
                                      {power, -1, inf, 1.0},
                                      {power, 1, NAN, 1.0},
                                      {power, NAN, 0.0, 1.0},
                                      {power, -2, 0.5, NAN},
                                      {power, -2, 3, -8.0},
                                      {power, -2, -3, -0.125},
                                      {power, 0.5, inf, 0.0},
                                      {power, 0.5, -inf, inf},
                                      {power, 2, -inf, 0.0},
                                      {power, -inf, 3, -inf},
                                      {power, -inf, 2, inf},
                                      {power, -inf, -3, -0.0},
                                      {power, inf, -0.5, 0.0},
                                      {power, 10, 400, inf},
                                      {power, 10, -400, 0.0},
                                      {power, -3, 1e300, inf},
                                      {sigmoid, -inf, 0, 0.0},
                                      {sigmoid, inf, 0, 1.0},
                                      {sigmoid, 0, 0, 0.5},
                                      {softplus, -inf, 0, 0.0},
                                      {softplus, inf, 0, inf},
                                      {softplus, 1000, 0, 1000.0},
                                      {inverse_normal, 0.0, 0, -inf},
                                      {inverse_normal, 1.0, 0, inf},
                                      {inverse_normal, 0.5, 0, 0.0},
                                      {inverse_normal, -0.1, 0, NAN},
                                      {inverse_normal, 1.1, 0, NAN}};
  for (const Special& special : specials) {
    EXPECT_EQ(bits_of(apply(special.operation, special.a, special.b)), bits_of(special.value))
        << facts_of(special.operation).name << "(" << special.a << ", " << special.b
        << ") = " << apply(special.operation, special.a, special.b) << ", not " << special.value;
  }
}

TEST(Elementary, SubnormalAndHugeArguments) {
  for (const Operation odd : {sin, tan, asin, atan, sinh, tanh, expm1, log1p}) {  // f(x) = x - O(x^2)
    for (const double x : {5e-324, -1e-310, 1e-300})
      EXPECT_LE(error_in_ulp(apply(odd, x), x), 1.0) << facts_of(odd).name;
  }
  EXPECT_EQ(apply(exp, -744.0), 0x1p-1073);  // 9.9e-324
  EXPECT_LE(error_in_ulp(apply(sin, 1e22), std::sin(1e22L)), 1.0);
  EXPECT_LE(error_in_ulp(apply(cos, 1e22), std::cos(1e22L)), 1.0);
  const double smallest = std::numeric_limits<double>::denorm_min();
  EXPECT_LE(error_in_ulp(apply(log, smallest), std::log(LongDouble(smallest))), 1.0);
  EXPECT_LE(error_in_ulp(apply(sqrt, smallest), std::sqrt(LongDouble(smallest))), 0.5);
  // exp and pow overflow two parts in a million early.
  EXPECT_LT(apply(exp, 709.7827), INFINITY);
  EXPECT_LT(apply(power, 1.79768e308, 1.0), INFINITY);
}

TEST(Elementary, InverseNormalAgreesWithAReference) {
  // sqrt(2) erfinv(2p - 1) in 700 digits by mpmath 1.3.0, rounded; scipy.stats.norm.ppf agrees to its last or last but
  // one digit.
  const std::vector<std::pair<double, double>> reference{
      {5e-324, -38.467405617144344},    {1e-300, -37.0470962993612},        {1e-20, -9.262340089798407},
      {1e-12, -7.034483825301132},      {1e-06, -4.753424308822899},        {0.001, -3.0902323061678136},
      {0.025, -1.9599639845400543},     {0.07, -1.4757910281791706},        {0.075, -1.439531470938456},
      {0.3, -0.5244005127080408},       {0.49999, -2.5066282748960008e-05}, {0.75, 0.6744897501960817},
      {0.925, 1.4395314709384561},      {0.93, 1.475791028179171},          {0.999, 3.090232306167813},
      {1 - 0x1p-40, 7.047700256664409}, {1 - 0x1p-53, 8.209536151601387}};
  for (const auto& [p, z] : reference) EXPECT_LE(error_in_ulp(apply(inverse_normal, p), z), 6.0) << p;
}

TEST(Elementary, InverseNormalUndoesTheDistributionFunction) {
  double last = -INFINITY;
  for (int step = 1; step < 4000; ++step) {
    const double p = step / 4000.0;
    const double z = apply(inverse_normal, p);
    EXPECT_GT(z, last);
    EXPECT_NEAR(0.5 * std::erfc(-z / std::sqrt(2.0)), p, 1e-15);
    EXPECT_EQ(apply(inverse_normal, 0.5 - step / 8192.0), -apply(inverse_normal, 0.5 + step / 8192.0));
    last = z;
  }
}

/// The checksum of 4096 values of each function, arguments from bit patterns alone. The numbers are the same in every
/// build, whatever its instruction set: that is the rule "same seed, same bits" for functions. A new one may be written
/// here only with a new version of SLEEF, and then it says that files made before cannot be reproduced.
TEST(Elementary, EveryBuildHasTheseBits) {
  struct Sum {
    Operation operation;
    double low, high;
    std::uint64_t checksum;
  };
  const std::vector<Sum> sums{
#include "tests/engine/expression/elementary_checksums.inc"
  };
  for (const Sum& sum : sums) {
    TestNumbers numbers(3);
    std::uint64_t checksum = 0xCBF29CE484222325u;  // FNV-1a over 64-bit words
    for (int count = 0; count < 4096; ++count) {
      const double a = numbers.between(sum.low, sum.high);
      const double b = numbers.between(-5.0, 5.0);
      checksum = (checksum ^ bits_of(apply(sum.operation, a, b))) * 0x100000001B3u;
    }
    EXPECT_EQ(checksum, sum.checksum) << facts_of(sum.operation).name << " has 0x" << std::hex << checksum;
  }
}

}  // namespace
}  // namespace dosde
