#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// What happens to a row at the end of a step, so that a path does not show where the step went.
struct Overwrite {
  std::int64_t tick;
  Eigen::Index variable;
  std::optional<Expression> added;  ///< by an impulse that adds what no state enters: then it does show
  std::vector<Eigen::Index> named;  ///< variables whose states before it enter its value: of an impulse
};

/// Of the run's only scenario: clamps that begin, and impulses.
std::vector<Overwrite> find_overwrites(const CompiledRun& run);

/// What an overwrite adds, at its time.
double evaluate_added(const Overwrite& overwrite, const CompiledRun& run);

/// The variables that a formula depends on.
std::vector<Eigen::Index> named_variables(const Expression& formula, const Model& model);

}  // namespace dosde
