#pragma once

#include <string>
#include <vector>

#include "engine/causal/model.hpp"

namespace dosde {

/// The parameters named by a parameter's formula or by the arguments of its law, alphabetically.
std::vector<std::string> parameters_named_by(const Model& model, const Parameter& parameter);

/// The parameters such that each stands after those that it names; otherwise in the file's order. Throws Error where
/// they form a cycle.
std::vector<ParameterId> parameter_order(const Model& model);

/// The first cycle among parameters as names "a", "b", "a" (a names b, b names a); empty where there is none.
std::vector<std::string> parameter_cycle(const Model& model);

/// "a -> b -> a".
std::string cycle_text(const std::vector<std::string>& cycle);

}  // namespace dosde
