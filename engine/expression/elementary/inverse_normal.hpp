#pragma once

#include "engine/expression/elementary/lane_derived.hpp"

namespace dosde {

/// A quotient of two polynomials of degree 7 by Horner's rule; the denominator's constant coefficient is 1.
template <class Value>
DOSDE_INLINE_FUNCTION Value rational_of_degree_7(Value r, const double (&numerator)[8],
                                                 const double (&denominator)[7]) {
  Value n = broadcast<Value>(numerator[7]);
  Value d = broadcast<Value>(denominator[6]);
  for (int power = 6; power >= 0; --power) n = lane_fma(n, r, broadcast<Value>(numerator[power]));
  for (int power = 5; power >= 0; --power) d = lane_fma(d, r, broadcast<Value>(denominator[power]));
  return n / lane_fma(d, r, broadcast<Value>(1.0));
}

/// The quantile function of the standard normal law: -inf at 0, inf at 1, NaN outside [0, 1]; about 1 part in 10^16.
/// M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988)
/// 477-484, PPND16.
template <class Value>
DOSDE_INLINE_FUNCTION Value lane_inverse_normal(Value p) {
  const double centre_numerator[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                      3.3430575583588128105e4, 2.5090809287301226727e3};
  const double centre_denominator[7] = {4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                                        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
                                        5.2264952788528545610e3};
  const double middle_numerator[8] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                      3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                      2.27238449892691845833e-2, 7.74545014278341407640e-4};
  const double middle_denominator[7] = {2.05319162663775882187e0,  1.67638483018380384940e0,  6.89767334985100004550e-1,
                                        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                                        1.05075007164441684324e-9};
  const double tail_numerator[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                    2.71155556874348757815e-5, 2.01033439929228813265e-7};
  const double tail_denominator[7] = {5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                                      2.04426310338993978564e-15};
  const Value half = broadcast<Value>(0.5);
  const Value q = p - half;
  const auto is_centre = lane_abs(q) <= broadcast<Value>(0.425);
  const Value centre =
      q * rational_of_degree_7(broadcast<Value>(0.180625) - q * q, centre_numerator, centre_denominator);
  const Value distance = select(q < broadcast<Value>(0.0), p, broadcast<Value>(1.0) - p);  // to the nearer end
  const Value r = lane_sqrt(-lane_log(distance));
  Value outer = rational_of_degree_7(r - broadcast<Value>(1.6), middle_numerator, middle_denominator);
  const Value tail_start = broadcast<Value>(5.0);
  const auto is_tail = r > tail_start;
  if (any(is_tail)) {
    outer = select(is_tail, rational_of_degree_7(r - tail_start, tail_numerator, tail_denominator), outer);
    outer = select(distance == broadcast<Value>(0.0), r, outer);  // infinity over infinity in the rational
  }
  return select(is_centre, centre, select(q < broadcast<Value>(0.0), -outer, outer));
}

}  // namespace dosde
