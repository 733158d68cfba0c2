#pragma once

#include <vector>

#include "engine/core/strong_id.hpp"
#include "engine/expression/program.hpp"

namespace dosde {

/// Compiles formulas and keeps each distinct program once: regimes and scenarios with equal formulas share one.
class ProgramPool {
 public:
  explicit ProgramPool(const Layout& layout) : layout_(layout) {}

  /// The id of the compiled outputs; an invalid id for no outputs.
  ProgramId add(const std::vector<Output>& outputs, std::int32_t reserved_scratch = 0);

  [[nodiscard]] const std::vector<Program>& programs() const { return programs_; }

 private:
  const Layout& layout_;
  std::vector<Program> programs_;
};

}  // namespace dosde
