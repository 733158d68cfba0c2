#pragma once

#include <vector>

#include "engine/core/strong_id.hpp"
#include "engine/expression/program.hpp"

namespace dosde {

/// Compiles formulas and keeps each distinct program once: regimes and scenarios with equal formulas share one.
class ProgramPool {
 public:
  /// `step_layout`: of programs that take a step.
  ProgramPool(const Layout& layout, const Layout& step_layout) : layout_(layout), step_layout_(step_layout) {}

  /// The id of the compiled outputs; an invalid id for no outputs.
  ProgramId add(const std::vector<Output>& outputs, std::int32_t reserved_scratch = 0);

  /// The same of formulas of a step, and of what is looked at at its end.
  ProgramId add_step(const std::vector<Output>& outputs, std::int32_t reserved_scratch = 0);

  [[nodiscard]] const std::vector<Program>& programs() const { return programs_; }

  /// The program of a step's formulas that has longer formulas for the same places to fall back on, where these differ.
  ProgramId add_step(const std::vector<Output>& outputs, const std::vector<Output>& longer);

 private:
  ProgramId keep(Program program);

  const Layout& layout_;
  const Layout& step_layout_;
  std::vector<Program> programs_;
};

}  // namespace dosde
