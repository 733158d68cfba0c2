#pragma once

#include <string>

namespace dosde {

/// The JSON Schema (Draft-4, as far as TOML editors read) of scenario files, made of the table of keys, the registered
/// laws and the registered intervention kinds. What it refuses the validator refuses too; formulas and names only the
/// validator knows.
std::string scenario_schema();

/// The key reference of the manual (docs/scenario_keys.md), made of the same table.
std::string scenario_key_reference();

/// A commented scenario to start from, made of the same table: it runs as it stands, and shows every other key as a
/// comment.
std::string scenario_template(const std::string& name);

}  // namespace dosde
