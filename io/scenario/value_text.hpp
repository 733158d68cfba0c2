#pragma once

#include <string>
#include <vector>

#include "engine/causal/intervention.hpp"
#include "engine/causal/model.hpp"

namespace dosde {

// Values of an experiment as TOML values.

/// A number where it is one, else the formula in quotes.
std::string formula_text(const Expression& formula);
/// A formula, or { law = [arguments] }.
std::string quantity_text(const Quantity& quantity);
/// The loading alone where its source is `own_source`, else a table by source.
std::string noise_text(const std::vector<NoiseTerm>& noise, const std::string& own_source);
std::string numbers_text(const std::vector<double>& numbers);
std::string texts_text(const std::vector<std::string>& texts);

}  // namespace dosde
