#pragma once

#include <string>
#include <vector>

#include "io/scenario/read_context.hpp"

namespace dosde {

/// Applies `--set key=value` to a document: "time.step=0.1", "model.parameters.a=sin(1)",
/// "scenario.clamped.intervention.0.value=2.0". The key is dotted as in TOML; lists of tables are addressed by name or
/// by number from 0. The value is TOML, else it is taken as a string. Missing tables are made. Later overrides win;
/// time.save_at takes the place of time.save_every, and the other way round.
void apply_overrides(Value& document, const std::vector<std::string>& overrides, ReadContext& context);

/// Writes one change, a document with what shall be changed in it, over the document. What cannot be applied is
/// complained of at its place in the change.
void apply_change(Value& document, const Value& change, Findings& findings);

}  // namespace dosde
