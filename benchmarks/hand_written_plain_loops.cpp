#include <bit>
#include <cmath>

#include "benchmarks/hand_written_normals.hpp"

namespace dosde {

void fill_by_plain_loops(double* __restrict out, std::uint64_t key, std::uint64_t first, std::uint64_t block,
                         double scale) {
  constexpr int width = 64;
  std::uint64_t w0[width], w1[width], w2[width], w3[width];
  for (int l = 0; l < width; ++l) {
    const std::uint64_t trajectory = first + static_cast<std::uint64_t>(l);
    std::uint64_t c0 = trajectory & 0xffffffff, c1 = trajectory >> 32, c2 = block & 0xffffffff, c3 = block >> 32;
    auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t p0 = (c0 & 0xffffffff) * 0xD2511F53, p1 = (c2 & 0xffffffff) * 0xCD9E8D57;
      c0 = (p1 >> 32) ^ c1 ^ k0;
      c1 = p1;
      c2 = (p0 >> 32) ^ c3 ^ k1;
      c3 = p0;
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    w0[l] = c0;
    w1[l] = c1;
    w2[l] = c2;
    w3[l] = c3;
  }
  for (int pair = 0; pair < 2; ++pair) {
    const std::uint64_t* radius_words = pair == 0 ? w0 : w2;
    const std::uint64_t* angle_words = pair == 0 ? w1 : w3;
    for (int l = 0; l < width; ++l) {
      const double y = std::bit_cast<double>((radius_words[l] & 0xffffffff) | 0x4330000000000000) - 4503599627370495.5;
      const std::uint64_t shifted = std::bit_cast<std::uint64_t>(y) - 0x3fd6a09e667f3bcd;
      const double k = std::bit_cast<double>((shifted >> 52) | 0x4330000000000000) - 4503599627370529.0;
      const double m = std::bit_cast<double>((shifted & 0xfffffffffffff) + 0x3fe6a09e667f3bcd);
      const double s = (m - 1) / (m + 1), z = s * s;
      double p = std::fma(z, -0.336386115470061, -0.362473747679175);
      p = std::fma(z, p, -0.44446740470986057);
      p = std::fma(z, p, -0.5714283430205306);
      p = std::fma(z, p, -0.8000000010427537);
      p = std::fma(z, p, -1.3333333333317499);
      p = std::fma(z, p, -4.0);
      const double radius = std::sqrt(std::fma(k, -1.3862943611198906, s * p)) * scale;
      const double x = std::bit_cast<double>((angle_words[l] & 0xfffffffe) | 0x4320000000000001) - (0x1p51 + 0x1p30);
      const double q = x * x;
      double sine = std::fma(q, 9.725689015892921e-12 * 0x1p-390, -2.4849843622043075e-09 * 0x1p-330);
      sine = std::fma(q, sine, 4.431602552829157e-07 * 0x1p-270);
      sine = std::fma(q, sine, -5.1726563981015995e-05 * 0x1p-210);
      sine = std::fma(q, sine, 0.0035219497768212257 * 0x1p-150);
      sine = std::fma(q, sine, -0.11419139843742837 * 0x1p-90);
      sine = x * std::fma(q, sine, 1.1107207345395915 * 0x1p-30);
      double cosine = std::fma(q, 1.607321829448718e-10 * 0x1p-360, -3.480309922376736e-08 * 0x1p-300);
      cosine = std::fma(q, cosine, 5.078241753310305e-06 * 0x1p-240);
      cosine = std::fma(q, cosine, -0.0004610221470889211 * 0x1p-180);
      cosine = std::fma(q, cosine, 0.022421428652031176 * 0x1p-120);
      cosine = std::fma(q, cosine, -0.43617901247742347 * 0x1p-60);
      cosine = std::fma(q, cosine, 1.414213562373095);
      const double radius_sine = radius * sine;
      out[2 * pair * width + l] = std::bit_cast<double>(
          std::bit_cast<std::uint64_t>(std::fma(-radius_sine, sine, radius)) ^ (angle_words[l] << 63));
      out[(2 * pair + 1) * width + l] = radius_sine * cosine;
    }
  }
}

}  // namespace dosde
