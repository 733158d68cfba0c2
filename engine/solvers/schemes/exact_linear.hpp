#pragma once

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// Linear equations with additive noise, dx = (A x + b) dt + Σ_k g_k dW_k, by their own law: steps of any length have
/// the mean and the covariance of the equation (variation of constants; Gardiner 2009, 4.5.6). The noise of a step is
/// ∫ e^{A(h-s)} g_k dW_k(s), expanded in Legendre polynomials of the path (Foster, Lyons & Oberhauser 2020, SIAM J.
/// Numer. Anal. 58:1393): the increment and the area are those that other schemes meet, and the further coefficients
/// are drawn from keyed streams of the source. The coefficients are the path's and not the model's, so that scenarios
/// meet one world whatever their A; a step of another length shares increment and area only.
Scheme exact_linear_scheme();

}  // namespace dosde
