#pragma once

#include <cmath>
#include <cstdint>

#include "engine/core/device.hpp"

#if !defined(__CUDACC__) && !defined(__HIPCC__)
#if defined(__AVX512F__)
#define DOSDE_RANDOM_LANES 8
#include <immintrin.h>
#elif defined(__AVX2__) && defined(__FMA__)
#define DOSDE_RANDOM_LANES 4
#include <immintrin.h>
#endif
#endif

namespace dosde {

/// What the generator's arithmetic needs of a vector beyond the operators + - * / & | ^ << >>, which compilers give to
/// vectors and scalars alike. Every operation is exact or correctly rounded by IEEE 754, so all lane types give the
/// same bits. One lane: the form for devices, for odd widths, and for targets without a form of their own below, where
/// compilers may still vectorise loops over it.
struct ScalarLanes {
  using Real = double;
  using Bits = std::uint64_t;
  static constexpr int count = 1;

  DOSDE_FORCEINLINE_FUNCTION static Real broadcast(double value) { return value; }
  DOSDE_FORCEINLINE_FUNCTION static Bits consecutive(std::uint64_t first) { return first; }
  DOSDE_FORCEINLINE_FUNCTION static Real as_real(Bits bits) { return __builtin_bit_cast(double, bits); }
  DOSDE_FORCEINLINE_FUNCTION static Bits as_bits(Real real) { return __builtin_bit_cast(std::uint64_t, real); }
  DOSDE_FORCEINLINE_FUNCTION static Real fma(Real a, Real b, Real c) { return std::fma(a, b, c); }
  DOSDE_FORCEINLINE_FUNCTION static Real sqrt(Real a) { return std::sqrt(a); }
  DOSDE_FORCEINLINE_FUNCTION static Bits load(const std::uint64_t* words) { return *words; }
  DOSDE_FORCEINLINE_FUNCTION static void store(std::uint64_t* words, Bits value) { *words = value; }
  DOSDE_FORCEINLINE_FUNCTION static void store(double* reals, Real value) { *reals = value; }
};

/// Product of the low 32 bits of `word` with `multiplier`.
DOSDE_FORCEINLINE_FUNCTION std::uint64_t multiply_low_half(std::uint64_t word, std::uint32_t multiplier) {
  return (word & 0xffffffff) * multiplier;
}

#if defined(DOSDE_RANDOM_LANES)

/// As many lanes as one vector register holds, in the vector types of GCC and Clang. Addresses need no alignment. (The
/// maskz forms keep all lanes; GCC 12 warns falsely of uninitialised values in the others, its bug 105593.)
struct VectorLanes {
  static constexpr int count = DOSDE_RANDOM_LANES;
  using Real __attribute__((vector_size(8 * count))) = double;
  using Bits __attribute__((vector_size(8 * count))) = std::uint64_t;

  DOSDE_FORCEINLINE_FUNCTION static Real as_real(Bits bits) { return reinterpret_cast<Real>(bits); }
  DOSDE_FORCEINLINE_FUNCTION static Bits as_bits(Real real) { return reinterpret_cast<Bits>(real); }
#if DOSDE_RANDOM_LANES == 8
  DOSDE_FORCEINLINE_FUNCTION static Real broadcast(double value) { return _mm512_set1_pd(value); }
  DOSDE_FORCEINLINE_FUNCTION static Bits consecutive(std::uint64_t first) {
    return first + Bits{0, 1, 2, 3, 4, 5, 6, 7};
  }
  DOSDE_FORCEINLINE_FUNCTION static Real fma(Real a, Real b, Real c) { return _mm512_fmadd_pd(a, b, c); }
  DOSDE_FORCEINLINE_FUNCTION static Real sqrt(Real a) { return _mm512_maskz_sqrt_pd(0xff, a); }
  DOSDE_FORCEINLINE_FUNCTION static Bits load(const std::uint64_t* words) {
    return reinterpret_cast<Bits>(_mm512_loadu_si512(words));
  }
  DOSDE_FORCEINLINE_FUNCTION static void store(std::uint64_t* words, Bits value) {
    _mm512_storeu_si512(words, reinterpret_cast<__m512i>(value));
  }
  DOSDE_FORCEINLINE_FUNCTION static void store(double* reals, Real value) { _mm512_storeu_pd(reals, value); }
#else
  DOSDE_FORCEINLINE_FUNCTION static Real broadcast(double value) { return _mm256_set1_pd(value); }
  DOSDE_FORCEINLINE_FUNCTION static Bits consecutive(std::uint64_t first) { return first + Bits{0, 1, 2, 3}; }
  DOSDE_FORCEINLINE_FUNCTION static Real fma(Real a, Real b, Real c) { return _mm256_fmadd_pd(a, b, c); }
  DOSDE_FORCEINLINE_FUNCTION static Real sqrt(Real a) { return _mm256_sqrt_pd(a); }
  DOSDE_FORCEINLINE_FUNCTION static Bits load(const std::uint64_t* words) {
    return reinterpret_cast<Bits>(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(words)));
  }
  DOSDE_FORCEINLINE_FUNCTION static void store(std::uint64_t* words, Bits value) {
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(words), reinterpret_cast<__m256i>(value));
  }
  DOSDE_FORCEINLINE_FUNCTION static void store(double* reals, Real value) { _mm256_storeu_pd(reals, value); }
#endif
};

/// The same in every lane.
DOSDE_FORCEINLINE_FUNCTION VectorLanes::Bits multiply_low_half(VectorLanes::Bits word, std::uint32_t multiplier) {
#if DOSDE_RANDOM_LANES == 8
  return reinterpret_cast<VectorLanes::Bits>(
      _mm512_maskz_mul_epu32(0xff, reinterpret_cast<__m512i>(word), _mm512_set1_epi64(multiplier)));
#else
  return reinterpret_cast<VectorLanes::Bits>(
      _mm256_mul_epu32(reinterpret_cast<__m256i>(word), _mm256_set1_epi64x(multiplier)));
#endif
}

#else

using VectorLanes = ScalarLanes;

#endif

}  // namespace dosde
