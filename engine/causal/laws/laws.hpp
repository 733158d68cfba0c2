#pragma once

#include "engine/causal/law.hpp"

namespace dosde {

// One function a law, each in its own file; law_registry.cpp lists them.
LawKind normal_law();
LawKind uniform_law();
LawKind lognormal_law();
LawKind exponential_law();
LawKind bernoulli_law();

}  // namespace dosde
