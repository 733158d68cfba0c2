#pragma once

#include <string>

#include "engine/causal/intervention.hpp"

namespace dosde {

/// What a rewrite knows besides the row and the intervention.
struct RewriteContext {
  std::string target;       ///< the row's variable
  std::string draw_symbol;  ///< the uniform of a law's draw for this target: "u:clamp:<variable>:<ordinal>"
};

// Arguments of an intervention by key. The plain ones throw Error (internal) where the key is missing or of another
// type: validation comes first.
const Expression& formula_argument(const Intervention& intervention, const std::string& key);
const Expression* find_formula(const Intervention& intervention, const std::string& key);  ///< nullptr: no such formula
const Law* find_law_argument(const Intervention& intervention, const std::string& key);
const std::string* find_text(const Intervention& intervention, const std::string& key);
const std::vector<double>* find_times(const Intervention& intervention, const std::string& key);
const std::vector<NoiseTerm>* find_noise_row(const Intervention& intervention, const std::string& key);

/// The formula with one symbol replaced.
Expression replace_symbol(const Expression& formula, const std::string& symbol, const Expression& value);

}  // namespace dosde
