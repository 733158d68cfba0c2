#pragma once

#include <cstddef>
#include <vector>

#include "engine/solvers/tableau.hpp"

namespace dosde {

/// What dx = (A x + b) dt + Σ_k g_k dW_k does over a step of length h:
///
///     x' = e^{Ah} x + h Φ_0 b + Σ_k Σ_m Φ_m g_k Z_km,    Φ_m = ∫_0^1 e^{Ah(1-u)} p_m(u) du,
///
/// with the Legendre polynomials p_m, orthonormal on [0, 1], and Z_km = ∫ p_m(s/h) dW_k(s): independent N(0, h)
/// numbers, functionals of the path. Z_k0 is the increment ΔW_k, Z_k1 = -√12 H_k with the space-time area H_k. The
/// series ends where what follows has less than `negligible_variance` of the variance that any source gives to any row:
/// e^{Ahu} is entire, so that few terms are many digits.
struct Propagator {
  TableauMatrix state;                 ///< e^{Ah}, [row][row]
  std::vector<TableauMatrix> weights;  ///< Φ_m, m = 0, 1, …: an even number of them; [row][row]
  bool is_resolved = true;             ///< false: the series would need more than `most_weights` terms
};

inline constexpr double negligible_variance = 1e-15;
inline constexpr std::size_t most_weights = 64;

/// `is_loaded`: which rows meet noise directly. A row's numbers are made of its ancestors' coefficients only, so that
/// another mechanism elsewhere does not change a bit of them.
Propagator make_propagator(const TableauMatrix& coupling, const std::vector<bool>& is_loaded, double step);

}  // namespace dosde
