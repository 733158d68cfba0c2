#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/causal/noise_class.hpp"
#include "engine/random/path_detail.hpp"
#include "engine/solvers/step_problem.hpp"

namespace dosde {

/// A noise class that a scheme serves, with its orders of convergence there.
struct SchemeOrder {
  NoiseClass noise_class;
  double strong;  ///< E|X_h(T) - X(T)| = O(h^strong); 0: the scheme has no path
  double weak;    ///< |E φ(X_h(T)) - E φ(X(T))| = O(h^weak)
};

/// What keeps a scheme from a problem of a class that it serves: the parts of a refusal.
struct Misfit {
  std::string problem;
  std::string why;
  std::string suggestion;
};

/// The streams of numbers that a scheme asks for.
struct StreamNeed {
  int per_source = 1;                  ///< a source's own, and those of further_source(source, 1), …
  std::set<std::string> further = {};  ///< and streams that belong to no one source
};

/// How a scheme takes a problem of a class that it serves.
struct SchemeFit {
  std::optional<Misfit> misfit = {};  ///< why it does not
  StreamNeed streams = {};
  std::vector<std::string> positive = {};  ///< rows that must not be negative, by name: a step from there is no number
};

/// What a step does with the drift. Where it solves equations for it, or knows its exponential, a stiff one does not
/// limit its length.
enum class DriftStep { evaluated, solved, exact };

/// The steps that a formula is for.
enum class MadeFor {
  steps_of_any_length,
  parts_of_a_step,      ///< of the problem's length, and pieces of it that are the same for all trajectories
  steps_of_one_length,  ///< of the problem's length
};

/// A scheme is a symbolic one-step map and its facts. Adding one is one file in engine/solvers/schemes and one line in
/// registry.cpp; the order tests iterate the registry.
struct Scheme {
  std::string name;      ///< as in `scheme = "…"`
  std::string title;     ///< in words
  std::string citation;  ///< where the formula and its orders come from
  Calculus integrates;   ///< the form of the drift that the formula is for
  std::vector<SchemeOrder> orders;
  int drift_evaluations;    ///< a step
  int loading_evaluations;  ///< a step and source
  /// Next states of the free rows, in the rows' order.
  std::vector<StepRow> (*step)(const StepProblem& problem);
  PathDetail detail = PathDetail::increments;
  double order_residual = 0.0;  ///< how far its tableau, if it has one, is from the conditions of its order
  DriftStep drift_step = DriftStep::evaluated;
  /// For schemes that serve some models of their classes only, or whose formula is made for the numbers of the problem;
  /// nullptr: all. `auto` does not take them.
  SchemeFit (*fit)(const StepProblem& problem) = nullptr;
  MadeFor made_for = MadeFor::steps_of_any_length;
  /// θ, where the step is x' = x + (1 - θ) h f(t, x) + θ h f(t + h, x') + Σ g_k(t, x) ΔW_k: then the noise follows from
  /// the path.
  std::optional<double> implicitness = {};
  /// Why a step is not_converged() (newton.hpp), as a sentence part; "": Newton's method, where the drift is solved
  /// for.
  std::string gap_cause = {};
};

struct StrongAndWeak {
  double strong;
  double weak;
};

/// The orders of a scheme for any noise: without noise, on additive noise, on all other noise that commutes (one
/// source, diagonal, commutative), and on the rest.
std::vector<SchemeOrder> orders_on_any_noise(StrongAndWeak none, StrongAndWeak additive, StrongAndWeak commuting,
                                             StrongAndWeak general);
/// The orders of a scheme that converges in law only, the same on every class of noise; `deterministic`: without noise.
std::vector<SchemeOrder> weak_orders(double deterministic, double weak);

/// The orders of a scheme on a noise class; nothing where it does not serve the class.
std::optional<SchemeOrder> order_on(const Scheme& scheme, NoiseClass noise_class);

}  // namespace dosde
