#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/abstraction/equilibrium_scm.hpp"
#include "engine/analysis/abstraction/exact_laws.hpp"
#include "engine/analysis/abstraction/simulated_model.hpp"

namespace dosde {

/// What the derived SCM says of an intervention.
struct DerivedAnswer {
  std::string objection;              ///< why it has none, a sentence; empty: it has
  std::vector<std::string> cautions;  ///< what to know before trusting it, sentences
  std::vector<double> point;          ///< the solution without noise, [micro variable]
  LawSample sample;                   ///< solutions with the noise of the reference's trajectories
  std::optional<GaussianLaw> law;     ///< the exact one, where all is affine
};

/// The SCM that a simulated micro model has at equilibrium: assignments from the drift in force at a window's end,
/// noise from the reference: ε = x - F(x) of its states, so that the reference's own law is reproduced exactly. In a
/// linear model Cov ε is (I - B) Σ (I - B)ᵀ.
class DerivedModel {
 public:
  /// `micro`: without happenings. `exact`: with or without an objection. Throws Error (scenario) where the reference
  /// has no SCM.
  DerivedModel(const SimulatedModel& micro, std::size_t reference, SaveRange last_range, const ExactLaws& exact);

  /// The reference's assignments.
  [[nodiscard]] std::vector<ScmAssignment> assignments() const;
  /// `taken`: trajectories of the reference whose noise is used.
  [[nodiscard]] DerivedAnswer answer(std::size_t scenario, SaveRange range, const std::vector<bool>& taken);

 private:
  /// The mechanisms in force at a save time, and as structural rows.
  [[nodiscard]] const MechanismSet& regime_at(std::size_t scenario, std::size_t save) const;
  [[nodiscard]] MechanismSet rows_at(std::size_t scenario, std::size_t save) const;
  [[nodiscard]] bool has_one_regime(std::size_t scenario, SaveRange range) const;
  void find_point(EquilibriumScm& scm, std::size_t scenario, std::size_t save, DerivedAnswer& answer) const;
  void solve_sample(EquilibriumScm& scm, SaveRange range, const std::vector<bool>& taken, DerivedAnswer& answer);

  const SimulatedModel& micro_;
  std::size_t reference_;
  const ExactLaws& exact_;
  MechanismSet observed_;  ///< structural rows of the reference
  EquilibriumScm scm_;
};

}  // namespace dosde
