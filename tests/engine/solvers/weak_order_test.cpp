// Weak orders without sampling: for a linear SDE a scheme is u' = R(ξ) u with R a polynomial in the normals ξ, so the
// second moments evolve exactly by P' = E[R P Rᵀ], and Gauss–Hermite quadrature takes that expectation exactly. The
// third component of u is the constant 1, so that additive noise is linear too.
// (Kloeden & Platen 1992, 14; the protocol is deterministic.)

#include "tests/engine/solvers/weak_order.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/solvers/registry.hpp"

namespace dosde {
namespace {

TEST(WeakOrder, EverySchemeReachesItsOrderInAllSecondMoments) {
  for (const auto& scheme : scheme_registry()) {
    for (const auto& problem : linear_problems()) {
      const auto order = order_on(scheme, problem.noise_class);
      // No sampling error; what is left is the next half order's term, √h times a constant.
      if (order) {
        EXPECT_NEAR(weak_slope(scheme, problem), order->weak, 0.1) << scheme.name << ", " << problem.name;
      }
    }
  }
}

TEST(WeakOrder, TheWrongCalculusWouldNotConverge) {
  // Heun fed with the Itô drift tends to another process: its error stays.
  const Scheme& heun = *find_scheme("stochastic_heun");
  Scheme wrong = heun;
  wrong.integrates = Calculus::ito;
  const Matrix exact = exact_moments(linear_problems()[1]);
  const Matrix fine = scheme_moments(wrong, linear_problems()[1], 256);
  EXPECT_GT(std::abs(fine[0][0] - exact[0][0]), 0.05);
}

}  // namespace
}  // namespace dosde
