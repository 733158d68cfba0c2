#include "benchmarks/hand_written_normals.hpp"

#ifdef DOSDE_HAND_WRITTEN_INTRINSICS

#include <immintrin.h>

namespace dosde {
namespace {

// The two instruction sets differ in names only, but for two tricks: AVX-512 folds two logical operations into one
// (the compiler finds that), AVX2 takes 32-bit halves of two sources in one blend.
#ifdef __AVX512F__
constexpr int kLanes = 8;
using Real = __m512d;
using Bits = __m512i;
inline Real real(double value) { return _mm512_set1_pd(value); }
inline Bits bits(std::uint64_t value) { return _mm512_set1_epi64(static_cast<long long>(value)); }
inline Bits iota() { return _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0); }
inline Real as_real(Bits a) { return _mm512_castsi512_pd(a); }
inline Bits as_bits(Real a) { return _mm512_castpd_si512(a); }
inline Real fma(Real a, Real b, Real c) { return _mm512_fmadd_pd(a, b, c); }
inline Real root(Real a) { return _mm512_maskz_sqrt_pd(0xff, a); }
inline Bits product(Bits a, Bits b) { return _mm512_maskz_mul_epu32(0xff, a, b); }
inline Bits add(Bits a, Bits b) { return _mm512_add_epi64(a, b); }
inline Bits subtract(Bits a, Bits b) { return _mm512_sub_epi64(a, b); }
inline Bits both(Bits a, Bits b) { return _mm512_and_si512(a, b); }
inline Bits either(Bits a, Bits b) { return _mm512_or_si512(a, b); }
inline Bits differ(Bits a, Bits b) { return _mm512_xor_si512(a, b); }
template <int Count>
Bits left(Bits a) {
  return _mm512_maskz_slli_epi64(0xff, a, Count);
}
template <int Count>
Bits right(Bits a) {
  return _mm512_maskz_srli_epi64(0xff, a, Count);
}
inline Real with_low_half(Bits low, std::uint64_t high) {
  return as_real(either(both(low, bits(0xffffffff)), bits(high)));
}
inline void store(double* out, Real a) { _mm512_storeu_pd(out, a); }
#else
constexpr int kLanes = 4;
using Real = __m256d;
using Bits = __m256i;
inline Real real(double value) { return _mm256_set1_pd(value); }
inline Bits bits(std::uint64_t value) { return _mm256_set1_epi64x(static_cast<long long>(value)); }
inline Bits iota() { return _mm256_set_epi64x(3, 2, 1, 0); }
inline Real as_real(Bits a) { return _mm256_castsi256_pd(a); }
inline Bits as_bits(Real a) { return _mm256_castpd_si256(a); }
inline Real fma(Real a, Real b, Real c) { return _mm256_fmadd_pd(a, b, c); }
inline Real root(Real a) { return _mm256_sqrt_pd(a); }
inline Bits product(Bits a, Bits b) { return _mm256_mul_epu32(a, b); }
inline Bits add(Bits a, Bits b) { return _mm256_add_epi64(a, b); }
inline Bits subtract(Bits a, Bits b) { return _mm256_sub_epi64(a, b); }
inline Bits both(Bits a, Bits b) { return _mm256_and_si256(a, b); }
inline Bits either(Bits a, Bits b) { return _mm256_or_si256(a, b); }
inline Bits differ(Bits a, Bits b) { return _mm256_xor_si256(a, b); }
template <int Count>
Bits left(Bits a) {
  return _mm256_slli_epi64(a, Count);
}
template <int Count>
Bits right(Bits a) {
  return _mm256_srli_epi64(a, Count);
}
inline Real with_low_half(Bits low, std::uint64_t high) { return as_real(_mm256_blend_epi32(low, bits(high), 0xaa)); }
inline void store(double* out, Real a) { _mm256_storeu_pd(out, a); }
#endif

template <int Size>
Real horner(Real x, const double (&coefficients)[Size]) {
  Real sum = real(coefficients[0]);
  for (int i = 1; i < Size; ++i) sum = fma(x, sum, real(coefficients[i]));
  return sum;
}

inline void transform(Bits radius_word, Bits angle_word, Real scale, double* first, double* second) {
  constexpr std::uint64_t sqrt_half = 0x3fe6a09e667f3bcd, two_to_52 = 0x4330000000000000;
  const Real y = with_low_half(radius_word, two_to_52) - real(4503599627370495.5);
  const Bits shifted = subtract(as_bits(y), bits(sqrt_half - (std::uint64_t{1} << 52)));
  const Real k = as_real(either(right<52>(shifted), bits(two_to_52))) - real(4503599627370529.0);
  const Real m = as_real(add(both(shifted, bits(0xfffffffffffff)), bits(sqrt_half)));
  const Real s = (m - real(1)) / (m + real(1));
  const Real p = horner(s * s, {-0.336386115470061, -0.362473747679175, -0.44446740470986057, -0.5714283430205306,
                                -0.8000000010427537, -1.3333333333317499, -4.0});
  const Real radius = root(fma(k, real(-1.3862943611198906), s * p)) * scale;
  const Real x = with_low_half(either(angle_word, bits(1)), 0x4320000000000000) - real(0x1p51 + 0x1p30);
  const Real q = x * x;
  const Real sine =
      x * horner(q, {9.725689015892921e-12 * 0x1p-390, -2.4849843622043075e-09 * 0x1p-330,
                     4.431602552829157e-07 * 0x1p-270, -5.1726563981015995e-05 * 0x1p-210,
                     0.0035219497768212257 * 0x1p-150, -0.11419139843742837 * 0x1p-90, 1.1107207345395915 * 0x1p-30});
  const Real cosine = horner(q, {1.607321829448718e-10 * 0x1p-360, -3.480309922376736e-08 * 0x1p-300,
                                 5.078241753310305e-06 * 0x1p-240, -0.0004610221470889211 * 0x1p-180,
                                 0.022421428652031176 * 0x1p-120, -0.43617901247742347 * 0x1p-60, 1.414213562373095});
  const Real radius_sine = radius * sine;
  store(first, as_real(differ(as_bits(fma(-radius_sine, sine, radius)), left<63>(angle_word))));
  store(second, radius_sine * cosine);
}

}  // namespace

void fill_by_intrinsics(double* out, std::uint64_t key, std::uint64_t first, std::uint64_t block, double scale) {
  constexpr int together = 4;  // registers interleaved, to hide the latency of ten dependent rounds
  constexpr int registers = 64 / kLanes;
  Bits words[registers][4];
  const Bits multiplier0 = bits(0xD2511F53), multiplier1 = bits(0xCD9E8D57);
  for (int n = 0; n < registers; n += together) {
    Bits c0[together], c1[together], c2[together], c3[together];
    for (int i = 0; i < together; ++i) {
      c0[i] = add(bits(first + static_cast<std::uint64_t>((n + i) * kLanes)), iota());
      c1[i] = right<32>(c0[i]);
      c2[i] = bits(block & 0xffffffff);
      c3[i] = bits(block >> 32);
    }
    auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
      for (int i = 0; i < together; ++i) {
        const Bits p0 = product(c0[i], multiplier0), p1 = product(c2[i], multiplier1);
        c0[i] = differ(differ(right<32>(p1), c1[i]), bits(k0));
        c1[i] = p1;
        c2[i] = differ(differ(right<32>(p0), c3[i]), bits(k1));
        c3[i] = p0;
      }
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    for (int i = 0; i < together; ++i) {
      words[n + i][0] = c0[i];
      words[n + i][1] = c1[i];
      words[n + i][2] = c2[i];
      words[n + i][3] = c3[i];
    }
  }
  for (int n = 0; n < registers; ++n) {
    double* target = out + n * kLanes;
    transform(words[n][0], words[n][1], real(scale), target, target + 64);
    transform(words[n][2], words[n][3], real(scale), target + 2 * 64, target + 3 * 64);
  }
}

}  // namespace dosde

#endif
