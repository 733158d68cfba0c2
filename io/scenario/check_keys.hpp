#pragma once

#include "io/scenario/findings.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// Checks a scenario document against the table of keys: unknown keys (with the nearest and the allowed ones), missing
/// keys, types, words, ranges. What it complains of as a value is bad afterwards (Findings::is_bad), so that readers
/// pass over it.
void check_keys(const Value& document, Findings& findings);

/// Checks the table [sweep] alone.
void check_sweep_keys(const Value& sweep, Findings& findings);

/// Checks a model file, which has the [model] of a scenario file and nothing else.
void check_model_keys(const Value& document, Findings& findings);

}  // namespace dosde
