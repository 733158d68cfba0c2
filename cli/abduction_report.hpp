#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/application.hpp"
#include "engine/analysis/abduction/abduction.hpp"

namespace dosde {

/// What was found, on standard output.
void print_abduction(const Abduction& found);

nlohmann::ordered_json to_json(const Abduction& found, const std::string& file);

/// What speaks against the model, on standard error.
void report_abduction(const Abduction& found, const Application& application);

}  // namespace dosde
