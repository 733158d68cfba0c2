#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/analysis/stability/stability.hpp"

namespace dosde {

void print_stability(const std::vector<StabilityReport>& reports);
nlohmann::ordered_json to_json(const std::vector<StabilityReport>& reports);

/// "stable, growth rate -0.5": what second moments of the linear part do.
std::string second_moments_in_words(double abscissa, Stability stability);

}  // namespace dosde
