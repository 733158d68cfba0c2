#pragma once

#include <string>
#include <vector>

#include "engine/analysis/abstraction/abstraction.hpp"

namespace dosde {

/// A row of τ as it is typed: "total = 2*x + y". Throws Error (usage).
MacroVariable read_macro_variable(const std::string& text);
/// All of its rows. Throws Error (usage) where two are of one name.
std::vector<MacroVariable> read_map(const std::vector<std::string>& rows);

/// A pair of scenarios as it is typed: "micro=macro", or one name for both. Throws Error (usage).
ScenarioPair read_scenario_pair(const std::string& text);

}  // namespace dosde
