#pragma once

#include <optional>
#include <vector>

#include "engine/causal/law.hpp"
#include "engine/causal/model.hpp"
#include "io/scenario/findings.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// A number or a formula in quotes. Nothing where it does not parse: then `findings` says so, with the column in the
/// file.
std::optional<Expression> read_formula(const Value& value, Findings& findings);

/// A law { name = [arguments] }, by its form only: check_law (engine/causal) knows the laws.
std::optional<Law> read_law(const Value& table, Findings& findings);

/// A formula or a law.
std::optional<Quantity> read_quantity(const Value& value, Findings& findings);

/// Noise loadings: a formula (source `own_source`), or a table of formulas by source. 0 stands in for what does not
/// parse.
std::vector<NoiseTerm> read_noise(const Value& value, const std::string& own_source, Findings& findings);

}  // namespace dosde
