#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "cli/application.hpp"
#include "engine/analysis/abstraction/abstraction.hpp"

namespace dosde {

/// A table a window: a row an intervention, its distances with errors and floors, exact ones beside them; before it,
/// what a derived model assigns.
void print_abstraction(const Abstraction& abstraction);

nlohmann::ordered_json to_json(const Abstraction& abstraction, const std::string& file);

/// What the reader should know before trusting it: remarks on diagrams, why there are no exact distances.
void report_abstraction(const Abstraction& abstraction, const Application& application);

}  // namespace dosde
