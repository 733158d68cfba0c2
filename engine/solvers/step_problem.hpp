#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/causal/model.hpp"
#include "engine/causal/timeline.hpp"

namespace dosde {

/// A row that a scheme advances.
struct FreeRow {
  VariableId variable;
  std::string name;
  Expression drift;                      ///< f_i, in the calculus that the scheme integrates
  std::vector<NoiseTerm> noise;          ///< g_ik by source
  std::optional<Expression> lower = {};  ///< reflecting bounds
  std::optional<Expression> upper = {};
};

/// How long a scheme that solves its drift step tries (newton.hpp). Others have the same formulas for both.
enum class SolveEffort {
  usual,       ///< a few iterations
  persistent,  ///< as many as may help where these did not
};

/// What a scheme is given: the free rows of one regime. Clamped variables are substituted already and have no row.
struct StepProblem {
  std::vector<FreeRow> rows;
  std::set<std::string> step_tables = {};      ///< forcing tables that jump at their rows
  std::map<std::string, double> numbers = {};  ///< uniform parameters
  double step = 0.0;                           ///< the length of the step, for schemes that need it in numbers
  SolveEffort effort = SolveEffort::usual;
};

/// The formula of a row's next state in terms of the states, `t`, parameters, the step and the increments.
struct StepRow {
  VariableId variable;
  Expression next;
};

/// The free rows of a regime without their jumps (steps end where these are), in the calculus asked for: the Itô drift
/// as edited, or the same drift taken back to Stratonovich form (f_i - ½ Σ_k Σ_j g_jk ∂g_ik/∂x_j over free rows j), so
/// that a Stratonovich scheme integrates the *edited* model. `step`: its length.
StepProblem make_step_problem(const Model& model, const MechanismSet& mechanisms, Calculus calculus, double step = 0.0);

/// ½ Σ_k Σ_j g_jk ∂g_ik/∂x_j of one row: what Itô and Stratonovich drifts differ by (Kloeden & Platen 1992, 4.9.11).
Expression stratonovich_correction(const FreeRow& row, const std::vector<FreeRow>& rows);

}  // namespace dosde
