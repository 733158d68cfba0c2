#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/ensemble/compiled_run.hpp"

namespace dosde {

/// Variables that take new values at once, each a formula of all variables, `t` and tables.
struct AssignedFormulas {
  std::vector<Eigen::Index> variables;
  std::vector<Expression> values;
};

/// The formulas of a set of mechanisms, with numbers for the parameters.
struct RowFormulas {
  std::vector<Eigen::Index> free;                             ///< the variables of the free rows
  std::vector<std::string> names;                             ///< theirs: drifts and loadings name no others
  std::vector<Expression> drifts;                             ///< [free row]
  std::vector<std::pair<Eigen::Index, Eigen::Index>> places;  ///< (variable, source) of each loading
  std::vector<Expression> loadings;
  AssignedFormulas clamps;
};

/// Everything that makes a step of an observed run, in the order in which it acts: the free rows, the clamps' values,
/// impulses, the clamps of what comes next.
struct StepFormulas {
  std::vector<RowFormulas> rows;                      ///< [mechanism set]
  std::map<std::int64_t, AssignedFormulas> impulses;  ///< by tick
};

/// Of the run's only scenario.
StepFormulas list_step_formulas(const CompiledRun& run);

}  // namespace dosde
