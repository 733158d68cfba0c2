#pragma once

#include <optional>
#include <string>

#include "engine/ensemble/experiment.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/section.hpp"

namespace dosde {

/// [solver] scheme, which must be one.
std::string read_scheme(const Section& solver, Findings& findings);

/// [solver] steps = "adaptive" with its tolerances; nothing where the steps are the grid's, with a complaint about
/// tolerances that would then be ignored.
std::optional<StepControl> read_step_control(const Section& solver, const Model& model,
                                             const std::optional<TimeGrid>& grid, Findings& findings);

/// Warns where adaptive steps may look right by chance: formulas that jump (comparisons, sign, floor, tables) look the
/// same from all stages of a step that is too long. `model`: with its inputs written out as lookups.
void warn_of_jumps(const Section& solver, const Model& model, Findings& findings);

}  // namespace dosde
