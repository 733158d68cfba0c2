#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/solvers/scheme.hpp"

namespace dosde {

/// How the noise of a row goes with its own state. All of these have exact flows that commute with those of other rows.
enum class NoiseShape {
  constant,   ///< g_k = s_k(t), or no noise at all
  root,       ///< g_k = s_k(t) √x
  geometric,  ///< g_k = s_k(t) x
};

/// A row, its noise, and its drift as p + q x with p = f at x = 0.
struct ShapedRow {
  NoiseShape shape = NoiseShape::constant;
  bool stays_positive = false;  ///< p, less what the Stratonovich form takes, is proven not to be negative
  std::vector<std::string> sources;
  std::vector<Expression> scales;  ///< s_k, of each source one
  Expression production;           ///< p of the Stratonovich form: f at x = 0, less Σ s_k²/4 of a root
  Expression rate;                 ///< q of the Stratonovich form: less Σ s_k²/2 of geometric noise
};

struct PositiveRows {
  std::vector<ShapedRow> rows;
  std::optional<Misfit> misfit = {};  ///< why the problem is not of this kind; then nothing else counts
};

/// Reads rows whose states, once positive, can be kept so by flows: with root or geometric noise, and p >= Σ s_k²/4 or
/// p >= 0 for all states that are not negative. Misfits, which name the row: noise of another shape or that goes with
/// other states, noise that does not vanish at 0 although the state is a root's, production that is not proven large
/// enough.
PositiveRows read_positive_rows(const StepProblem& problem);

}  // namespace dosde
