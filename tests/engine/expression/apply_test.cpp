#include "engine/expression/apply.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "engine/expression/kernel_index.hpp"
#include "tests/engine/expression/bits.hpp"

namespace dosde {
namespace {

double apply(Operation operation, double a, double b = 0.0, double c = 0.0) {
  return apply_operation(operation, a, b, c, 0);
}

constexpr double kSome[] = {-INFINITY, -2.5, -1.0, -0.0, 0.0, 5e-324, 0.5, 1.0, 3.0, INFINITY};

TEST(Apply, ArithmeticIsTheProcessors) {
  for (const double a : kSome) {
    EXPECT_EQ(bits_of(apply(Operation::negate, a)), bits_of(-a));
    EXPECT_EQ(bits_of(apply(Operation::copy, a)), bits_of(a));
    for (const double b : kSome) {
      EXPECT_EQ(bits_of(apply(Operation::add, a, b)), bits_of(a + b));
      EXPECT_EQ(bits_of(apply(Operation::subtract, a, b)), bits_of(a - b));
      EXPECT_EQ(bits_of(apply(Operation::multiply, a, b)), bits_of(a * b));
      EXPECT_EQ(bits_of(apply(Operation::divide, a, b)), bits_of(a / b));
      EXPECT_EQ(bits_of(apply(Operation::fused_multiply_add, a, b, 0.1)), bits_of(std::fma(a, b, 0.1)));
    }
  }
  // One rounding: 0.1*10 - 1 is not 0 when the product is not rounded.
  EXPECT_EQ(apply(Operation::fused_multiply_add, 0.1, 10.0, -1.0), 0x1p-54);
}

TEST(Apply, ComparisonsAndLogicAreOneOrZero) {
  for (const double a : kSome) {
    EXPECT_EQ(apply(Operation::logical_not, a), a == 0.0 ? 1.0 : 0.0);
    for (const double b : kSome) {
      EXPECT_EQ(apply(Operation::less, a, b), a < b ? 1.0 : 0.0) << a << " " << b;
      EXPECT_EQ(apply(Operation::less_equal, a, b), a <= b ? 1.0 : 0.0);
      EXPECT_EQ(apply(Operation::equal, a, b), a == b ? 1.0 : 0.0);
      EXPECT_EQ(apply(Operation::not_equal, a, b), a != b ? 1.0 : 0.0);
      EXPECT_EQ(apply(Operation::logical_and, a, b), a != 0.0 && b != 0.0 ? 1.0 : 0.0);
      EXPECT_EQ(apply(Operation::logical_or, a, b), a != 0.0 || b != 0.0 ? 1.0 : 0.0);
    }
  }
}

TEST(Apply, PiecewiseFunctions) {
  EXPECT_EQ(apply(Operation::abs, -2.5), 2.5);
  EXPECT_EQ(apply(Operation::sign, -2.5), -1.0);
  EXPECT_EQ(apply(Operation::sign, 0.0), 0.0);
  EXPECT_EQ(apply(Operation::sign, 5e-324), 1.0);
  EXPECT_EQ(apply(Operation::floor, -2.5), -3.0);
  EXPECT_EQ(apply(Operation::floor, 1e300), 1e300);
  EXPECT_EQ(apply(Operation::relu, -2.5), 0.0);
  EXPECT_EQ(apply(Operation::relu, 2.5), 2.5);
  EXPECT_EQ(apply(Operation::minimum, 2.0, -INFINITY), -INFINITY);
  EXPECT_EQ(apply(Operation::minimum, 2.0, 3.0), 2.0);
  EXPECT_EQ(apply(Operation::maximum, 2.0, 3.0), 3.0);
  EXPECT_EQ(apply(Operation::maximum, 2.0, -3.0), 2.0);
}

TEST(Apply, WhereTakesOneBranchAndHidesTheOther) {
  EXPECT_EQ(apply(Operation::where, 1.0, 2.0, NAN), 2.0);
  EXPECT_EQ(apply(Operation::where, -0.5, 2.0, NAN), 2.0);
  EXPECT_EQ(apply(Operation::where, 0.0, NAN, 3.0), 3.0);
  EXPECT_EQ(apply(Operation::where, -0.0, NAN, 3.0), 3.0);
  EXPECT_TRUE(std::isnan(apply(Operation::where, NAN, 2.0, 3.0)));
  EXPECT_TRUE(std::isnan(apply(Operation::where, 1.0, NAN, 3.0)));
}

/// Every operation but `where` answers NaN as soon as one operand that it reads is NaN (pow(1, NaN) and pow(NaN, 0) are
/// 1, as in the C standard).
TEST(Apply, NotANumberComesOut) {
  for (int index = static_cast<int>(Operation::negate); index <= static_cast<int>(Operation::copy); ++index) {
    const auto operation = static_cast<Operation>(index);
    if (operation == Operation::where || operation == Operation::lookup) continue;
    const int count = operand_count(operation);
    for (int position = 0; position < count; ++position) {
      for (const double other : {-2.0, 0.0, 0.5, 3.0}) {
        std::array<double, 3> operands{other, other, other};
        operands[static_cast<std::size_t>(position)] = NAN;
        if (operation == Operation::power && position == 0 && other == 0.0) continue;
        EXPECT_TRUE(std::isnan(apply_operation(operation, operands[0], operands[1], operands[2], 3)))
            << facts_of(operation).name << " with NaN at " << position << " and " << other;
      }
    }
  }
}

TEST(Apply, OperandCountsAgreeWithTheFacts) {
  for (int index = static_cast<int>(Operation::negate); index < static_cast<int>(Operation::copy); ++index) {
    const auto operation = static_cast<Operation>(index);
    EXPECT_EQ(operand_count(operation), facts_of(operation).arity) << facts_of(operation).name;
  }
}

TEST(Apply, FollowUpsAreIeeeOperationsEach) {
  for (const double v : kSome) {
    for (const double d : kSome) {
      EXPECT_EQ(bits_of(apply_second(FollowUp::none, v, d, 7.0)), bits_of(v));
      EXPECT_EQ(bits_of(apply_second(FollowUp::add, v, d, 7.0)), bits_of(v + d));
      EXPECT_EQ(bits_of(apply_second(FollowUp::subtract, v, d, 7.0)), bits_of(v - d));
      EXPECT_EQ(bits_of(apply_second(FollowUp::subtract_from, v, d, 7.0)), bits_of(d - v));
      EXPECT_EQ(bits_of(apply_second(FollowUp::multiply, v, d, 7.0)), bits_of(v * d));
      EXPECT_EQ(bits_of(apply_second(FollowUp::multiply_fused, v, d, 7.0)), bits_of(std::fma(v, d, 7.0)));
      EXPECT_EQ(bits_of(apply_second(FollowUp::add_fused, v, d, 7.0)), bits_of(std::fma(d, 7.0, v)));
      const double e = 0.7;  // no product with it is exact, so that a contraction would be seen
      const double product = v * d, sum = v + d, difference = v - d, further = d * e;
      EXPECT_EQ(bits_of(apply_second(FollowUp::multiply_add, v, d, e)), bits_of(product + e));
      EXPECT_EQ(bits_of(apply_second(FollowUp::multiply_subtract, v, d, e)), bits_of(product - e));
      EXPECT_EQ(bits_of(apply_second(FollowUp::multiply_subtract_from, v, d, e)), bits_of(e - product));
      EXPECT_EQ(bits_of(apply_second(FollowUp::multiply_multiply, v, d, e)), bits_of(product * e));
      EXPECT_EQ(bits_of(apply_second(FollowUp::add_multiply, v, d, e)), bits_of(sum * e));
      EXPECT_EQ(bits_of(apply_second(FollowUp::subtract_multiply, v, d, e)), bits_of(difference * e));
      EXPECT_EQ(bits_of(apply_second(FollowUp::subtract_from_multiply, v, d, e)), bits_of((d - v) * e));
      EXPECT_EQ(bits_of(apply_second(FollowUp::add_product, v, d, e)), bits_of(v + further));
      EXPECT_EQ(bits_of(apply_second(FollowUp::subtract_product, v, d, e)), bits_of(v - further));
      EXPECT_EQ(bits_of(apply_second(FollowUp::subtract_from_product, v, d, e)), bits_of(further - v));
    }
  }
}

TEST(Apply, IntegerPowersByRepeatedMultiplication) {
  const auto power = [](double x, int n) { return apply_operation(Operation::integer_power, x, 0.0, 0.0, n); };
  for (const double x : {-3.0, 0.5, 2.0, 7.0}) {  // exact while the result has at most 53 bits
    double product = x;
    for (int n = 2; n <= 16; ++n) {
      product *= x;
      EXPECT_EQ(power(x, n), product) << x << "^" << n;
      EXPECT_EQ(power(x, -n), 1.0 / product) << x << "^-" << n;
    }
  }
  EXPECT_EQ(power(1.1, 5), ((1.1 * 1.1) * (1.1 * 1.1)) * 1.1);
  EXPECT_EQ(power(0.0, -3), INFINITY);
  EXPECT_EQ(power(-0.0, -3), -INFINITY);
}

}  // namespace
}  // namespace dosde
