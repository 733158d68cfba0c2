#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/causal/timeline.hpp"
#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// The model's rows while `active` edits (ascending indices into `edits`) are open: row edits in the file's order, a
/// clamp winning; then parameter edits in every formula; then clamped variables substituted. Adds findings: clamps that
/// conflict or refer to each other in a cycle, bounds that come to depend on more than parameters. `told` keeps a
/// finding from being told twice, once a regime.
MechanismSet build_mechanism_set(const Model& model, const std::vector<Edit>& edits,
                                 const std::vector<std::size_t>& active, std::set<std::string>& told,
                                 std::vector<Diagnostic>& diagnostics);

/// Of the active edits those that rewrite the variable's row.
std::vector<std::size_t> edits_on_row(const std::string& variable, const std::vector<Edit>& edits,
                                      const std::vector<std::size_t>& active);

}  // namespace dosde
