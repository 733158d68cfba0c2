#pragma once

#include <optional>
#include <vector>

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// The rows of a problem that is an underdamped Langevin equation,
///
///     dx_i = G_i(v, t) dt,      dv_j = (F_j(x, t) - γ_j v_j) dt + Σ_k s_jk(t) dW_k :
///
/// positions, which are moved by velocities only, and velocities, which are moved by positions, their own friction and
/// additive noise. Mostly G_i = v_i; it may be v_i/m, or a number under a clamp of the velocity.
struct LangevinRows {
  std::vector<bool> is_velocity;      ///< by row
  std::vector<Expression> friction;   ///< γ: formulas of parameters, 0 of positions; by row
  std::vector<Expression> drive;      ///< F of velocities, G of positions; by row
  std::optional<Misfit> misfit = {};  ///< why the problem is not of this kind; then nothing else counts
};

/// Reads the rows off the formulas. A row with noise, or that names itself, is a velocity; what velocities alone move
/// is a position; and so on from there. Where nothing tells (an oscillator without friction and noise), a row whose
/// drift is another variable as it stands is a position. Misfits name the row: a position that depends on positions, a
/// velocity that depends on other velocities, friction that is not constant, reflecting bounds.
LangevinRows read_langevin_rows(const StepProblem& problem);

}  // namespace dosde
