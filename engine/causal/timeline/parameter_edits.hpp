#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/causal/timeline/edit.hpp"

namespace dosde {

/// What to put in place of parameters' symbols while `active` edits are open (ascending indices into `edits`): the new
/// values of the edited ones, and the formulas of those that depend on them. A value sees the edits before it in the
/// file: its own parameter's name means the value so far, so that "2*a" twice is 4*a. A drawn parameter whose law names
/// an edited one becomes its quantile at the same uniform ("u:parameter:<name>").
std::map<std::string, Expression> parameter_replacements(const Model& model, const std::vector<Edit>& edits,
                                                         const std::vector<std::size_t>& active);

/// Do the same formulas stand for the same parameters?
bool is_same_map(const std::map<std::string, Expression>& a, const std::map<std::string, Expression>& b);

}  // namespace dosde
