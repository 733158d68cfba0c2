#pragma once

#include <string>

#include "io/scenario/findings.hpp"
#include "io/scenario/keys.hpp"
#include "io/scenario/value.hpp"

namespace dosde {

/// Checks one value that is no section against its key's facts: type, words, range. `name` is the key as written.
void check_value(const KeyFacts& facts, const std::string& name, const Value& value, Findings& findings);

}  // namespace dosde
