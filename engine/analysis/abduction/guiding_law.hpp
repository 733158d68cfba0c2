#pragma once

#include <Eigen/Core>
#include <vector>

#include "engine/analysis/abduction/linear_steps.hpp"
#include "engine/analysis/abduction/seen_state.hpp"

namespace dosde {

/// What observations say of a state, but for a factor: exp(scoreᵀξ - ½ ξᵀ precision ξ), ξ its distance from a
/// reference.
struct Potential {
  Eigen::MatrixXd precision;
  Eigen::VectorXd score;

  [[nodiscard]] double log_at(const Eigen::VectorXd& distance) const {
    return distance.dot(score - 0.5 * (precision * distance));
  }
};

/// What the observations after a time say of the state there if steps are linear: the information filter, backwards.
/// With ξ' = A ξ + d + √h N z, z standard normal, rows D of ξ' seen exactly as v and exp(ρᵀξ' - ½ ξ'ᵀΛξ') of the rest,
///
///     S = √h N,  W = (S_D S_Dᵀ)⁺,  K = S S_Dᵀ W,  T = S (1 - S_Dᵀ W S_D),  G = T (1 + TᵀΛT)⁻¹ Tᵀ,
///
/// the integral over z is, in μ = A ξ + d, exp(-½ (v - μ_D)ᵀ W (v - μ_D)) times a Gaussian in μ + K (v - μ_D) of the
/// precision Λ - ΛGΛ and the score ρ - ΛGρ. So guided proposals see all that is ahead (Whiteley & Lee 2014, Ann.
/// Statist. 42:115, twisted particle filters; van der Meulen & Schauer 2017, Bernoulli 23:1250, guided proposals).
class GuidingLaw {
 public:
  /// `steps` [T - 1]; `reference`, `seen` [T]; `deviations` [variable] of noise of observation; `step`: h.
  GuidingLaw(const std::vector<LinearStep>& steps, const std::vector<Eigen::VectorXd>& reference,
             const std::vector<SeenState>& seen, const Eigen::VectorXd& deviations, double step);

  /// By the place of a time among the T: of all observations after it;
  [[nodiscard]] const Potential& future(std::size_t time) const { return future_[time]; }
  /// and with those at it that have noise.
  [[nodiscard]] const Potential& ahead(std::size_t time) const { return ahead_[time]; }

 private:
  std::vector<Potential> future_, ahead_;
};

}  // namespace dosde
