#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <vector>

namespace dosde {

/// A rational number without rounding: coefficients in proofs. Every double is one. Private to this room's .cpp files.
using ExactNumber = boost::multiprecision::cpp_rational;

/// The double's very value (it must be finite).
ExactNumber exact(double value);

/// A double near the number; nothing where the number is beyond the doubles or would vanish among them.
std::optional<double> nearest_double(const ExactNumber& number);

/// Is the number small enough to go on calculating with? A few thousand bits, so that no formula can make a proof
/// endless.
bool is_manageable(const ExactNumber& number);

/// What an operation on the number costs, in units of one on a short number.
long effort_of(const ExactNumber& number);

/// sqrt(number) = factor * Π sqrt(radicand) with distinct integers > 1 that are no squares.
struct SquareRoot {
  ExactNumber factor = 1;
  std::vector<ExactNumber> radicands;
};

/// The square root of a positive number, what is rational of it taken out, the rest split into its small primes and one
/// integer without them: sqrt(12/5) = 2/5 sqrt(3) sqrt(5).
SquareRoot square_root_of(const ExactNumber& number);

/// number^exponent; the number must not be 0 where the exponent is negative.
ExactNumber integer_power_of(const ExactNumber& number, int exponent);

}  // namespace dosde
