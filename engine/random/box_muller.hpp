#pragma once

#include <cstdint>

#include "engine/core/device.hpp"
#include "engine/random/lanes.hpp"

namespace dosde {

/// Box & Muller's transform (1958, doi 10.1214/aoms/1177706645) of two random words into two standard normals,
/// r cos θ and r sin θ, without a branch or a table and with IEEE-exact operations only (+ - × ÷ √ fma and integers).
///
/// Radius, from word w:  u = (w + ½) 2^-32,  r = sqrt(-2 ln u). So r <= sqrt(2·33·ln 2) = 6.7637: no |z| exceeds that.
/// (One exact normal in 7.4e10 would; the omission changes E z^8 by 1e-6 of its value.)
/// Angle, from word v:  its high 31 bits n give θ = π (n + ½) 2^-31 - π/2, in the right half plane, and its lowest bit
/// mirrors the point to the left one. Over all v these are the 2^32 equidistant angles (j + ½) 2π 2^-32.
///
/// The words stand in the low halves of 64-bit lanes; the high halves are ignored.
template <class Lanes>
struct BoxMuller {
  using Real = typename Lanes::Real;
  using Bits = typename Lanes::Bits;

  /// -2 ln u, with a relative error below 6e-16.
  DOSDE_FORCEINLINE_FUNCTION static Real minus_two_log(Bits word) {
    // A double in [2^52, 2^53) has the integer in its lowest bits; 2^52 - ½ is a double too, so this is w + ½ exactly.
    const Real y = Lanes::as_real((word & std::uint64_t{0xffffffff}) | kBitsOfTwoTo52) - (0x1p52 - 0.5);
    // u = m 2^k with m in [√½, √2): the bits of y, counted from those of √½, have k + 32 + 1 above m's fraction.
    const Bits shifted = Lanes::as_bits(y) - (kBitsOfSqrtHalf - (std::uint64_t{1} << 52));
    const Real k = Lanes::as_real((shifted >> 52) | kBitsOfTwoTo52) - (0x1p52 + 33.0);
    const Real m = Lanes::as_real((shifted & std::uint64_t{0xfffffffffffff}) + kBitsOfSqrtHalf);
    // ln m = 2 artanh s, s = (m - 1) / (m + 1), |s| <= 0.1716. -4 artanh(s) / s is a polynomial in s², minimax with
    // its leading term held: relative error 1.9e-16.
    const Real s = (m - 1.0) / (m + 1.0);
    const Real z = s * s;
    Real p = Lanes::fma(z, constant(-0.336386115470061), constant(-0.362473747679175));
    p = Lanes::fma(z, p, constant(-0.44446740470986057));
    p = Lanes::fma(z, p, constant(-0.5714283430205306));
    p = Lanes::fma(z, p, constant(-0.8000000010427537));
    p = Lanes::fma(z, p, constant(-1.3333333333317499));
    p = Lanes::fma(z, p, constant(-4.0));
    return Lanes::fma(k, constant(-1.3862943611198906), s * p);  // k (-2 ln 2) - 2 ln m
  }

  /// √2 sin(θ/2) and √2 cos(θ/2), |θ/2| < π/4, each within 4e-16.
  DOSDE_FORCEINLINE_FUNCTION static void half_angle(Bits word, Real& sine, Real& cosine) {
    // The high 31 bits of the word, a half below them, in a double of [2^51, 2^52): x = n + ½ - 2^30 exactly.
    const Real x = Lanes::as_real((word & std::uint64_t{0xfffffffe}) | kBitsOfTwoTo51AndHalf) - (0x1p51 + 0x1p30);
    // θ/2 = (π/4) x 2^-30; the powers of two are exact in the coefficients. Minimax: errors 3e-18 (relative), 7e-17.
    const Real q = x * x;
    Real p = Lanes::fma(q, constant(9.725689015892921e-12 * 0x1p-390), constant(-2.4849843622043075e-09 * 0x1p-330));
    p = Lanes::fma(q, p, constant(4.431602552829157e-07 * 0x1p-270));
    p = Lanes::fma(q, p, constant(-5.1726563981015995e-05 * 0x1p-210));
    p = Lanes::fma(q, p, constant(0.0035219497768212257 * 0x1p-150));
    p = Lanes::fma(q, p, constant(-0.11419139843742837 * 0x1p-90));
    p = Lanes::fma(q, p, constant(1.1107207345395915 * 0x1p-30));
    sine = x * p;
    p = Lanes::fma(q, constant(1.607321829448718e-10 * 0x1p-360), constant(-3.480309922376736e-08 * 0x1p-300));
    p = Lanes::fma(q, p, constant(5.078241753310305e-06 * 0x1p-240));
    p = Lanes::fma(q, p, constant(-0.0004610221470889211 * 0x1p-180));
    p = Lanes::fma(q, p, constant(0.022421428652031176 * 0x1p-120));
    p = Lanes::fma(q, p, constant(-0.43617901247742347 * 0x1p-60));
    cosine = Lanes::fma(q, p, constant(1.414213562373095));
  }

  /// scale × the two normals of two words, each within 1e-15 × radius; `scale` enters at the radius, before the angle.
  DOSDE_FORCEINLINE_FUNCTION static void transform(Bits radius_word, Bits angle_word, Real scale, Real& first,
                                                   Real& second) {
    const Real radius = Lanes::sqrt(minus_two_log(radius_word)) * scale;
    Real sine, cosine;
    half_angle(angle_word, sine, cosine);
    // With S = √2 sin(θ/2) and C = √2 cos(θ/2): cos θ = 1 - S² and sin θ = S C.
    const Real radius_sine = radius * sine;
    const Real right = Lanes::fma(-radius_sine, sine, radius);
    first = Lanes::as_real(Lanes::as_bits(right) ^ (angle_word << 63));
    second = radius_sine * cosine;
  }

 private:
  static constexpr std::uint64_t kBitsOfTwoTo52 = 0x4330000000000000;
  static constexpr std::uint64_t kBitsOfTwoTo51AndHalf = 0x4320000000000001;
  static constexpr std::uint64_t kBitsOfSqrtHalf = 0x3fe6a09e667f3bcd;

  DOSDE_FORCEINLINE_FUNCTION static Real constant(double value) { return Lanes::broadcast(value); }
};

}  // namespace dosde
