#pragma once

#include <string>

#include "engine/analysis/abstraction/diagram_plan.hpp"
#include "engine/analysis/abstraction/gaussian_distance.hpp"
#include "engine/analysis/moment_solution.hpp"

namespace dosde {

/// Most variables whose exact moments are looked for: the work of their equations grows with the third power. And the
/// most that the run's time is in units of the fastest rate: they are solved by explicit steps.
inline constexpr std::size_t most_exact_variables = 32;
inline constexpr double most_exact_time = 1e6;

/// The exact moments of a planned experiment's variables, of its equations in continuous time, where they are closed.
class ExactLaws {
 public:
  explicit ExactLaws(const Experiment& experiment);

  /// Why there are none, a sentence part; empty: here they are.
  [[nodiscard]] const std::string& objection() const { return objection_; }
  /// Of states at the save times of a range together; only asked where there is no objection. NaN where moments left
  /// the numbers.
  [[nodiscard]] GaussianLaw law(std::size_t scenario, SaveRange range) const;

 private:
  [[nodiscard]] static bool is_too_stiff(const CompiledRun& run);

  std::string objection_;
  MomentSolution solution_;
  std::size_t times_ = 0;
  std::size_t variables_ = 0;
};

}  // namespace dosde
