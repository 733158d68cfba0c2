#include "engine/expression/exact_number.hpp"

#include <cmath>
#include <cstdint>

namespace dosde {
namespace {

using boost::multiprecision::cpp_int;

/// How many bits the magnitude has.
std::size_t bit_count(const cpp_int& number) { return number == 0 ? 0 : msb(cpp_int(abs(number))) + 1; }

}  // namespace

ExactNumber exact(double value) {
  int exponent = 0;
  const double fraction = std::frexp(value, &exponent);
  const cpp_int mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
  exponent -= 53;
  return exponent >= 0 ? ExactNumber(mantissa << exponent) : ExactNumber(mantissa, cpp_int(1) << -exponent);
}

std::optional<double> nearest_double(const ExactNumber& number) {
  if (number == 0) return 0.0;
  // Both parts are cut to 64 bits, which leaves a relative error far below that of the rounding to 53.
  const cpp_int top = numerator(number);
  const cpp_int bottom = denominator(number);
  const int top_shift = static_cast<int>(bit_count(top)) - 128;
  const int bottom_shift = static_cast<int>(bit_count(bottom)) - 64;
  const auto scaled = [](const cpp_int& part, int shift) {
    return shift >= 0 ? cpp_int(part >> shift) : cpp_int(part << -shift);
  };
  const cpp_int quotient = scaled(top, top_shift) / scaled(bottom, bottom_shift);
  const double result = std::ldexp(quotient.convert_to<double>(), top_shift - bottom_shift);
  if (!std::isfinite(result) || result == 0.0) return std::nullopt;
  return result;
}

bool is_manageable(const ExactNumber& number) {
  constexpr std::size_t most_bits = 4096;
  return bit_count(numerator(number)) + bit_count(denominator(number)) <= most_bits;
}

long effort_of(const ExactNumber& number) {
  return 1 + static_cast<long>((bit_count(numerator(number)) + bit_count(denominator(number))) / 256);
}

SquareRoot square_root_of(const ExactNumber& number) {
  constexpr unsigned largest_divisor = 97;  // larger primes are rare in formulas, and their roots are atoms as well
  const cpp_int bottom = denominator(number);
  cpp_int rest = numerator(number) * bottom;  // sqrt(n/d) = sqrt(n d)/d
  SquareRoot root{ExactNumber(1, bottom), {}};
  for (unsigned divisor = 2; divisor <= largest_divisor; ++divisor) {
    int exponent = 0;
    for (; rest % divisor == 0; ++exponent) rest /= divisor;
    root.factor *= integer_power_of(divisor, exponent / 2);
    if (exponent % 2 != 0) root.radicands.emplace_back(divisor);
  }
  const cpp_int whole = sqrt(rest);
  if (whole * whole == rest) {
    root.factor *= whole;
  } else {
    root.radicands.emplace_back(rest);
  }
  return root;
}

ExactNumber integer_power_of(const ExactNumber& number, int exponent) {
  ExactNumber result = 1;
  for (int i = 0; i < std::abs(exponent); ++i) result *= number;
  return exponent < 0 ? ExactNumber(1 / result) : result;
}

}  // namespace dosde
