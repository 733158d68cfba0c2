#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/analysis/abstraction/distance_estimate.hpp"
#include "engine/analysis/abstraction/macro_variable.hpp"
#include "engine/analysis/effects/mean_effect.hpp"
#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// A micro scenario ι and the macro scenario ω(ι) that stands for it.
struct ScenarioPair {
  std::string micro;
  std::string macro;
};

/// What one side of a diagram is compared with.
enum class MacroForm {
  sde,             ///< a model of its own
  equilibrium_scm  ///< the structural causal model that the micro model has at equilibrium
};

/// Over which save times states are one law.
struct LawWindow {
  double from = 0.0;
  double until = 0.0;  ///< `from`: one time
};

struct AbstractionRequest {
  std::vector<MacroVariable> map;       ///< τ; macro variables without a row are micro variables of the same name
  std::vector<ScenarioPair> pairs;      ///< empty: scenarios of the same name (with an SCM, every scenario)
  std::vector<double> horizons;         ///< save times; empty, without a long run: the last
  std::optional<double> long_run_from;  ///< further, all save times of both from here on together
  std::string reference;  ///< the scenario whose noise the SCM gets; empty: the first without interventions
  Sampling sampling = Sampling::independent;  ///< do micro and macro SDE meet the same noise, trajectory by trajectory?
  std::int64_t features = 256;                ///< of MMD; a positive multiple of 4
};

/// How far apart the two ways round a diagram end: τ(simulate do ι) and simulate ω(ι). NaN throughout where they cannot
/// be compared; `remarks` of the pair say why.
struct DiagramGap {
  std::int64_t micro_trajectories = 0, macro_trajectories = 0;  ///< that live
  std::vector<double> micro_mean, macro_mean;                   ///< [variable] at the level of means
  std::vector<double> gap, gap_error;                           ///< [variable] micro_mean - macro_mean
  DistanceEstimate mean;      ///< |gap|. Of an SCM without noise: its solution at ε = 0
  DistanceEstimate gaussian;  ///< W2 of normal laws with the same moments
  DistanceEstimate kernel;    ///< MMD
  DistanceEstimate energy;
  double exact_mean = std::numeric_limits<double>::quiet_NaN();      ///< of the equations, where moments are closed
  double exact_gaussian = std::numeric_limits<double>::quiet_NaN();  ///< likewise
};

/// One intervention's diagram.
struct Diagram {
  ScenarioPair scenarios;
  std::vector<DiagramGap> at;        ///< [window]
  std::vector<std::string> remarks;  ///< what to know before trusting the numbers; sentences
};

/// An assignment of the derived SCM.
struct ScmAssignment {
  std::string variable;
  std::string formula;
  bool is_symbolic = true;
};

struct Abstraction {
  MacroForm form = MacroForm::sde;
  Sampling sampling = Sampling::independent;
  std::vector<std::string> variables;  ///< macro variables
  std::vector<std::string> formulas;   ///< [variable] τ
  std::vector<LawWindow> windows;
  std::vector<Diagram> diagrams;
  std::string reference;           ///< of the SCM
  std::vector<ScmAssignment> scm;  ///< under the reference
  std::string exact_objection;     ///< why no exact distances are known, a sentence part
  std::string micro_scheme, macro_scheme;
  std::int64_t diverged = 0;  ///< trajectories, of both models and all pairs
};

/// Simulates both ways round every diagram in this process, without a file, and compares where they end. `macro`:
/// nullptr for the equilibrium SCM of `micro`. Memory: all states of the chosen save times. Throws Error (usage,
/// scenario): names that are not there, macro variables without a formula, scenarios without a partner, no such save
/// time, fewer than 64 trajectories, a sweep, moments, and for an SCM what has no equilibrium: time, draws, bounds,
/// happenings.
Abstraction estimate_abstraction(const Experiment& micro, const Experiment* macro, const AbstractionRequest& request);

}  // namespace dosde
