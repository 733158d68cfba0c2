#pragma once

#include <string>

#include "engine/ensemble/experiment.hpp"

namespace dosde {

/// An experiment as the text of a scenario file with every default written out; reading it gives the same experiment,
/// and writing that the same text. Input tables are written in place, recorded initial values by their origin, which
/// must be { file = …, … } as in a scenario file. Throws Error (usage) where TOML cannot say it: a seed of 2^63 or
/// more.
std::string write_scenario(const Experiment& experiment);

/// The [model…] tables alone.
std::string write_model(const Model& model);

}  // namespace dosde
