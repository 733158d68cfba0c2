#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <vector>

#include "engine/analysis/drift_field.hpp"

namespace dosde {

/// Newton's method from x; where the Jacobian is singular, conserved quantities keep their values. False, and x stays
/// where it is, if it does not converge to a zero of the drift.
bool solve_equilibrium(DriftField& field, Eigen::VectorXd& x);

struct FoundEquilibrium {
  Eigen::VectorXd point;    ///< free rows
  double residual = 0.0;    ///< largest |drift| there
  std::int64_t starts = 0;  ///< that led to it
};

struct EquilibriumSearch {
  std::vector<FoundEquilibrium> found;  ///< by their points
  std::int64_t starts = 0;
  std::int64_t failed = 0;   ///< starts from which Newton's method did not converge
  std::int64_t outside = 0;  ///< starts that led outside of the bounds
  std::int64_t further = 0;  ///< starts that led to further points than are kept
};

/// More are hardly isolated points.
inline constexpr std::size_t most_equilibria = 32;

/// Newton's method from the points given first and from random ones around the start, of many sizes, within the bounds:
/// `starts` in all, a pure function of the seed. That none is found proves nothing.
EquilibriumSearch find_equilibria(DriftField& field, const std::vector<Eigen::VectorXd>& first,
                                  const Eigen::VectorXd& lower, const Eigen::VectorXd& upper, std::uint64_t seed,
                                  std::int64_t starts);

}  // namespace dosde
