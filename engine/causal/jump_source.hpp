#pragma once

#include <optional>
#include <string>

#include "engine/causal/law.hpp"
#include "engine/core/error.hpp"

namespace dosde {

/// A source of jumps: a Poisson random measure on time x [0, ∞), thinned. A point (time, height) of it is a jump where
/// its height is below the rate at that time. Rows load on it as on a Wiener source: dX_i = … + loading dN, the loading
/// read just before the jump. The points belong to the exogenous world: interventions on rates and rows meet the same.
struct JumpSource {
  std::string name;
  Expression rate;               ///< jumps a unit of time, not negative: a formula of variables, parameters, t
  std::optional<Law> mark = {};  ///< what each jump draws; loadings name it `mark`
  Location location = {};
};

/// The name of the mark in loadings.
inline const std::string mark_name = "mark";

/// The uniform that a source's mark is drawn from.
inline Expression mark_draw(const std::string& source) { return Expression::symbol("u:jump:" + source); }

}  // namespace dosde
