#pragma once

#include <functional>
#include <vector>

#include "engine/solvers/step_problem.hpp"

namespace dosde {

/// I_(l,k) or J_(l,k) of two sources over a step: the integral of W_l by dW_k.
using IteratedIntegral = std::function<Expression(const std::string& inner, const std::string& outer)>;

/// A step of Rößler's three-stage Runge–Kutta methods for any noise (SRI2 with Itô integrals, SRS2 with Stratonovich
/// ones), which needs no derivatives: with H = x + h f(x, t) and Q_k = Σ_l g_l(x, t) I_(l,k)/√h
///
///     x' = x + h/2 (f(x, t) + f(H, t+h)) + Σ_k g_k(x, t) W_k + √h/2 Σ_k (g_k(H + Q_k, t+h) - g_k(H - Q_k, t+h))
///
/// (Rößler 2010, SIAM J. Numer. Anal. 48:922, 6.2).
std::vector<StepRow> iterated_step(const StepProblem& problem, const IteratedIntegral& integral);

}  // namespace dosde
